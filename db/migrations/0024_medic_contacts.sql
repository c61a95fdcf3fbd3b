CREATE TABLE "medic_contacts" (
	"medic_id" uuid PRIMARY KEY NOT NULL,
	"email" text,
	"phone" text
);--> statement-breakpoint
-- Moves the values without a new version and without an entry in the change history: no one has changed a medic. Disabling
-- a trigger locks out writers of medics, not readers.
ALTER TABLE medics DISABLE TRIGGER touch_row;
ALTER TABLE medics DISABLE TRIGGER record_history;
INSERT INTO medic_contacts (medic_id, email, phone)
SELECT id, email, phone FROM medics WHERE email IS NOT NULL OR phone IS NOT NULL;
UPDATE medics SET email = NULL, phone = NULL WHERE email IS NOT NULL OR phone IS NOT NULL;
ALTER TABLE medics ENABLE TRIGGER touch_row;
ALTER TABLE medics ENABLE TRIGGER record_history;

ALTER TABLE "medic_contacts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE medic_contacts FORCE ROW LEVEL SECURITY;
-- Deferred, because move_medic_contacts runs before the row of a new medic exists.
ALTER TABLE "medic_contacts" ADD CONSTRAINT "medic_contacts_medic_id_medics_id_fk" FOREIGN KEY ("medic_id") REFERENCES "public"."medics"("id") ON DELETE no action ON UPDATE no action DEFERRABLE INITIALLY DEFERRED;--> statement-breakpoint
CREATE POLICY "medic_contacts_migrator" ON "medic_contacts" AS PERMISSIVE FOR ALL TO "migrator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "medic_contacts_readonly" ON "medic_contacts" AS PERMISSIVE FOR SELECT TO "readonly" USING (true);--> statement-breakpoint
CREATE POLICY "medic_contacts_select" ON "medic_contacts" AS PERMISSIVE FOR SELECT TO "app" USING ((select caller_role()) in ('admin', 'medic', 'staff', 'service', 'loader'));--> statement-breakpoint
CREATE POLICY "medic_contacts_insert" ON "medic_contacts" AS PERMISSIVE FOR INSERT TO "app" WITH CHECK ((select caller_role()) in ('admin', 'loader'));--> statement-breakpoint
CREATE POLICY "medic_contacts_update" ON "medic_contacts" AS PERMISSIVE FOR UPDATE TO "app" USING ((select caller_role()) in ('admin', 'loader')) WITH CHECK ((select caller_role()) in ('admin', 'loader'));

GRANT SELECT, INSERT, UPDATE ON medic_contacts TO app;
GRANT SELECT ON medic_contacts TO readonly;

-- Records what an update or delete did to a row. SECURITY DEFINER, so that no role can write the history in any other
-- way. Inserts are not recorded: the row itself shows them. Only those of medic_contacts are, because they can change a medic
-- who already exists.
CREATE OR REPLACE FUNCTION record_history() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  before jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) - 'search_name' END;
  after jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) - 'search_name' END;
  whole jsonb := coalesce(after, before);
  changed_id uuid := coalesce(whole ->> 'id', whole ->> 'medic_id');
BEGIN
  IF TG_OP = 'UPDATE' AND before = after THEN
    RETURN NULL;
  END IF;
  INSERT INTO row_history (table_name, row_id, patient_id, operation, before, after, actor_subject, actor_role, request_id)
  VALUES (
    TG_TABLE_NAME,
    changed_id,
    CASE WHEN TG_TABLE_NAME = 'patients' THEN changed_id ELSE (whole ->> 'patient_id')::uuid END,
    TG_OP,
    before,
    after,
    caller_subject(),
    caller_role(),
    nullif(current_setting('app.request_id', true), '')
  );
  RETURN NULL;
END
$$;

REVOKE ALL ON FUNCTION record_history() FROM PUBLIC;

CREATE OR REPLACE TRIGGER record_history AFTER INSERT OR UPDATE OR DELETE ON medic_contacts
  FOR EACH ROW EXECUTE FUNCTION record_history();

-- Moves the email address and phone number that the previous release writes to medics to medic_contacts, which patients
-- can't read. The previous release always reads null, so it never means to remove a value by writing null.
CREATE OR REPLACE FUNCTION move_medic_contacts() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  INSERT INTO medic_contacts (medic_id, email, phone) VALUES (NEW.id, NEW.email, NEW.phone)
  ON CONFLICT (medic_id) DO UPDATE SET
    email = coalesce(excluded.email, medic_contacts.email), phone = coalesce(excluded.phone, medic_contacts.phone);
  NEW.email := NULL;
  NEW.phone := NULL;
  IF TG_OP = 'UPDATE' THEN
    -- The contacts are part of the medic, so touch_row, which runs next, must see a change.
    NEW.version := OLD.version + 1;
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER move_medic_contacts BEFORE INSERT OR UPDATE OF email, phone ON medics
  FOR EACH ROW WHEN (NEW.email IS NOT NULL OR NEW.phone IS NOT NULL) EXECUTE FUNCTION move_medic_contacts();
