CREATE TABLE "file_texts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"patient_id" uuid NOT NULL,
	"text" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "file_texts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "files_upload_expires_at";--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "rejection_reason" text;--> statement-breakpoint
ALTER TABLE "file_texts" ADD CONSTRAINT "file_texts_id_files_id_fk" FOREIGN KEY ("id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "file_texts" ADD CONSTRAINT "file_texts_patient_id_patients_id_fk" FOREIGN KEY ("patient_id") REFERENCES "public"."patients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "file_texts_patient" ON "file_texts" USING btree ("patient_id");--> statement-breakpoint
CREATE INDEX "files_created_at" ON "files" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "files_upload_expires_at" ON "files" USING btree ("upload_expires_at") WHERE upload_expires_at is not null;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_rejection_reason_known" CHECK (rejection_reason in ('upload-expired', 'size-mismatch', 'checksum-mismatch', 'type-mismatch'));--> statement-breakpoint
CREATE POLICY "file_texts_migrator" ON "file_texts" AS PERMISSIVE FOR ALL TO "migrator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "file_texts_readonly" ON "file_texts" AS PERMISSIVE FOR SELECT TO "readonly" USING (true);--> statement-breakpoint
CREATE POLICY "file_texts_select" ON "file_texts" AS PERMISSIVE FOR SELECT TO "app" USING ((select caller_role()) in ('admin', 'loader') or ((select caller_role()) in ('medic') and exists (select from patients where patients.id = patient_id offset 0)) or patient_id = (select caller_patient_id()));--> statement-breakpoint
CREATE POLICY "file_texts_insert" ON "file_texts" AS PERMISSIVE FOR INSERT TO "app" WITH CHECK ((select caller_role()) in ('loader'));--> statement-breakpoint
CREATE POLICY "file_texts_update" ON "file_texts" AS PERMISSIVE FOR UPDATE TO "app" USING ((select caller_role()) in ('loader')) WITH CHECK ((select caller_role()) in ('loader'));--> statement-breakpoint

-- The text of loaded documents goes where reception reads nothing.
INSERT INTO file_texts (id, patient_id, text) SELECT id, patient_id, inline_text FROM files WHERE inline_text IS NOT NULL;
ALTER TABLE files DROP COLUMN inline_text;
ALTER TABLE file_texts FORCE ROW LEVEL SECURITY;
CREATE TRIGGER record_history AFTER UPDATE OR DELETE ON file_texts FOR EACH ROW EXECUTE FUNCTION record_history();
GRANT SELECT, INSERT, UPDATE ON file_texts TO app;
GRANT SELECT ON file_texts TO readonly;

-- Who uploads a file may complete the upload; to classify or remove it is for medics and administrators.
CREATE OR REPLACE FUNCTION guard_file_columns() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
  free text[] := ARRAY['version', 'updated_at', 'status', 'rejection_reason', 'upload_expires_at'];
BEGIN
  IF caller_role() IN ('patient', 'staff') AND (
    to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free
    OR (NEW.status <> OLD.status AND NOT (OLD.status = 'pending' AND NEW.status IN ('available', 'rejected')))) THEN
    RAISE insufficient_privilege USING MESSAGE = 'only a medic or an administrator may classify or remove a file';
  END IF;
  -- What was removed stays removed, also when a newer version of the document is loaded.
  IF OLD.status = 'removed' THEN
    NEW.status := OLD.status;
    NEW.removed_at := OLD.removed_at;
  END IF;
  RETURN NEW;
END
$$;

-- A file of the API starts as an upload that somebody has yet to make and complete.
CREATE FUNCTION guard_new_file() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  IF caller_role() IN ('patient', 'staff', 'medic')
    AND (NEW.status <> 'pending' OR NEW.classification IS NOT NULL OR NEW.removed_at IS NOT NULL) THEN
    RAISE insufficient_privilege USING MESSAGE = 'a new file is a pending upload';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER guard_new_file BEFORE INSERT ON files
  FOR EACH ROW EXECUTE FUNCTION guard_new_file();

-- Takes some uploads that were abandoned, refused or removed before they were complete, and gives the keys under which bytes may be left.
-- Definer's rights: whoever uploads next clears away what others left, and learns no more of it than a random key.
CREATE FUNCTION clear_abandoned_uploads(before timestamptz, most integer) RETURNS SETOF text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
  UPDATE files
  SET status = CASE status WHEN 'pending' THEN 'rejected' ELSE status END,
    rejection_reason = CASE status WHEN 'pending' THEN 'upload-expired' ELSE rejection_reason END,
    upload_expires_at = NULL
  WHERE id = ANY (ARRAY(
    SELECT id FROM files WHERE upload_expires_at < least(before, now()) ORDER BY upload_expires_at LIMIT most FOR UPDATE SKIP LOCKED
  ))
  RETURNING object_key;
END;

REVOKE ALL ON FUNCTION clear_abandoned_uploads(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clear_abandoned_uploads(timestamptz, integer) TO app;
