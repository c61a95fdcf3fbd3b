CREATE TABLE "patient_invitations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"patient_id" uuid NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"wrong_tries" integer DEFAULT 0 NOT NULL,
	"expires_at" timestamp (3) with time zone DEFAULT now() + interval '7 days' NOT NULL,
	CONSTRAINT "patient_invitations_status_known" CHECK (status in ('open', 'used', 'expired', 'withdrawn', 'locked'))
);
--> statement-breakpoint
ALTER TABLE "patient_invitations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "patient_invitations" ADD CONSTRAINT "patient_invitations_patient_id_patients_id_fk" FOREIGN KEY ("patient_id") REFERENCES "public"."patients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "patient_invitations_code_hash_unique" ON "patient_invitations" USING btree ("code_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "patient_invitations_open_unique" ON "patient_invitations" USING btree ("patient_id") WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "patient_invitations_patient" ON "patient_invitations" USING btree ("patient_id","created_at","id");--> statement-breakpoint
CREATE POLICY "patient_invitations_migrator" ON "patient_invitations" AS PERMISSIVE FOR ALL TO "migrator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "patient_invitations_select" ON "patient_invitations" AS PERMISSIVE FOR SELECT TO "app" USING ((select caller_role()) in ('admin') or ((select caller_role()) in ('staff') and exists (select from patients where patients.id = patient_id offset 0)));--> statement-breakpoint
CREATE POLICY "patient_invitations_insert" ON "patient_invitations" AS PERMISSIVE FOR INSERT TO "app" WITH CHECK ((select caller_role()) in ('admin') or ((select caller_role()) in ('staff') and exists (select from patients where patients.id = patient_id offset 0)));--> statement-breakpoint
CREATE POLICY "patient_invitations_update" ON "patient_invitations" AS PERMISSIVE FOR UPDATE TO "app" USING ((select caller_role()) in ('admin') or ((select caller_role()) in ('staff') and exists (select from patients where patients.id = patient_id offset 0))) WITH CHECK ((select caller_role()) in ('admin') or ((select caller_role()) in ('staff') and exists (select from patients where patients.id = patient_id offset 0)));--> statement-breakpoint
ALTER TABLE patient_invitations FORCE ROW LEVEL SECURITY;
-- Not the hash of the code or the number of tries.
GRANT SELECT (id, created_at, updated_at, version, patient_id, status, expires_at) ON patient_invitations TO app;
GRANT INSERT, UPDATE (status) ON patient_invitations TO app;
INSERT INTO application_keys (purpose, key) VALUES ('invitation', gen_random_bytes(32));

CREATE OR REPLACE TRIGGER touch_row BEFORE UPDATE ON patient_invitations FOR EACH ROW EXECUTE FUNCTION touch_row();

-- Rejects changes of patient columns that the caller's role may not change, by the permission table of the API.
CREATE OR REPLACE FUNCTION guard_patient_columns() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
  before jsonb := to_jsonb(OLD) - 'version' - 'updated_at' - 'search_name';
  after jsonb := to_jsonb(NEW) - 'version' - 'updated_at' - 'search_name';
BEGIN
  IF caller_role() = 'patient' THEN
    before := before - 'email' - 'phone' - 'address';
    after := after - 'email' - 'phone' - 'address';
    -- Only link_patient_account runs as the owner on behalf of a patient. It links the caller's own account.
    IF current_user = 'migrator' AND OLD.account_subject IS NULL AND NEW.account_subject = caller_subject() THEN
      after := after || '{"account_subject": null}';
    END IF;
    IF before IS DISTINCT FROM after THEN
      RAISE insufficient_privilege USING MESSAGE = 'a patient may change contact data only';
    END IF;
  ELSIF caller_role() IN ('medic', 'staff')
    AND (NEW.account_subject IS DISTINCT FROM OLD.account_subject OR NEW.removed_at IS DISTINCT FROM OLD.removed_at) THEN
    RAISE insufficient_privilege USING MESSAGE = 'only an administrator may tie an account to a patient or remove one';
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER guard_patient_columns BEFORE UPDATE ON patients
  FOR EACH ROW EXECUTE FUNCTION guard_patient_columns();

-- Links the caller's account to the patient whom an invitation's code invites, if the birth date is the recorded one,
-- equally precise. SECURITY DEFINER, because the caller can't see the record or the invitation yet.
--
-- `outcome` is `linked`, `not-found` (no open invitation has this code and birth date), `account-linked`,
-- `record-linked` (only for a caller who knows both) or `too-many-tries`, with the seconds to wait. `patient_id` is for
-- the audit trail, and must not be sent to a caller who isn't linked.
--
-- Locks make parallel tries count one after the other: first the account, then the patient, then the invitation. The
-- API locks the last two in the same order. Wrong tries of an invitation are counted in its row, and those of an account
-- by their events in the audit trail, which commit together with this call.
CREATE OR REPLACE FUNCTION link_patient_account(hash bytea, born date, born_precision text)
RETURNS TABLE (outcome text, patient_id uuid, wait_seconds integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET enable_seqscan = off
AS $$
DECLARE
  maximum_tries CONSTANT integer := 5;
  account CONSTANT text := caller_subject();
  patient patients;
  invitation patient_invitations;
BEGIN
  IF caller_role() IS DISTINCT FROM 'patient' OR account IS NULL THEN
    RAISE insufficient_privilege USING MESSAGE = 'only a patient may link an account';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('link account:' || account, 0));

  IF EXISTS (SELECT FROM patients p WHERE p.account_subject = account AND p.removed_at IS NULL) THEN
    outcome := 'account-linked';
    RETURN NEXT;
    RETURN;
  END IF;

  -- Row comparisons, for the same reason as in seconds_until_allowed.
  SELECT greatest(1, ceil(extract(epoch FROM event.occurred_at + interval '1 hour' - now())))::integer INTO wait_seconds
  FROM audit_events event
  WHERE (event.actor_subject, event.occurred_at) > (account, now() - interval '1 hour')
    AND (event.actor_subject, event.occurred_at) <= (account, 'infinity')
    AND event.action = 'patients.link' AND event.status = 404
  ORDER BY event.actor_subject DESC, event.occurred_at DESC
  OFFSET maximum_tries - 1
  LIMIT 1;
  IF FOUND THEN
    outcome := 'too-many-tries';
    RETURN NEXT;
    RETURN;
  END IF;

  outcome := 'not-found';
  SELECT i.* INTO invitation FROM patient_invitations i WHERE i.code_hash = hash;
  SELECT p.* INTO patient FROM patients p WHERE p.id = invitation.patient_id FOR UPDATE;
  -- Read again, now that no one else can change it.
  SELECT i.* INTO invitation FROM patient_invitations i WHERE i.id = invitation.id FOR UPDATE;
  IF invitation.status IS DISTINCT FROM 'open' OR invitation.expires_at <= clock_timestamp()
    OR patient.removed_at IS NOT NULL OR NOT patient.active THEN
    RETURN NEXT;
    RETURN;
  END IF;

  patient_id := patient.id;
  IF (patient.birth_date, patient.birth_date_precision) IS DISTINCT FROM (born, born_precision) THEN
    UPDATE patient_invitations i
    SET wrong_tries = i.wrong_tries + 1,
      status = CASE WHEN i.wrong_tries + 1 >= maximum_tries THEN 'locked' ELSE i.status END
    WHERE i.id = invitation.id;
  ELSIF patient.account_subject IS NOT NULL THEN
    outcome := 'record-linked';
  ELSE
    UPDATE patients p SET account_subject = account WHERE p.id = patient.id;
    UPDATE patient_invitations i SET status = 'used' WHERE i.id = invitation.id;
    outcome := 'linked';
  END IF;
  RETURN NEXT;
END
$$;

REVOKE ALL ON FUNCTION link_patient_account(bytea, date, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION link_patient_account(bytea, date, text) TO app;
