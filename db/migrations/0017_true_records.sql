CREATE TABLE "reservation_reasons" (
	"id" uuid PRIMARY KEY NOT NULL,
	"patient_id" uuid NOT NULL,
	"reason" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "reservation_reasons" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "referenced_resources" (
	"resource_type" text NOT NULL,
	"resource_id" text NOT NULL,
	"content" jsonb NOT NULL,
	"medic_id" uuid,
	"last_updated" timestamp (3) with time zone,
	CONSTRAINT "referenced_resources_resource_type_resource_id_pk" PRIMARY KEY("resource_type","resource_id")
);
--> statement-breakpoint
ALTER TABLE "referenced_resources" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "patients_email_unique";--> statement-breakpoint
ALTER TABLE "exam_results" ADD COLUMN "effective_precision" text DEFAULT 'time' NOT NULL;--> statement-breakpoint
ALTER TABLE "exam_results" ADD COLUMN "effective_date" date;--> statement-breakpoint
ALTER TABLE "exam_results" ADD COLUMN "data_absent_reason" text;--> statement-breakpoint
ALTER TABLE "exam_results" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "file_texts" ADD COLUMN "content" "bytea";--> statement-breakpoint
ALTER TABLE "medical_history_entries" ADD COLUMN "start_date_precision" text DEFAULT 'day' NOT NULL;--> statement-breakpoint
ALTER TABLE "medical_history_entries" ADD COLUMN "end_date_precision" text DEFAULT 'day' NOT NULL;--> statement-breakpoint
ALTER TABLE "medical_history_entries" ADD COLUMN "verification_status" text;--> statement-breakpoint
ALTER TABLE "medical_history_entries" ADD COLUMN "criticality" text;--> statement-breakpoint
ALTER TABLE "medical_history_entries" ADD COLUMN "reaction" jsonb;--> statement-breakpoint
ALTER TABLE "medical_history_entries" ADD COLUMN "dosage" text;--> statement-breakpoint
ALTER TABLE "patients" ADD COLUMN "birth_date_precision" text DEFAULT 'day' NOT NULL;--> statement-breakpoint
ALTER TABLE "patients" ADD COLUMN "identifiers" jsonb;--> statement-breakpoint
ALTER TABLE "patients" ADD COLUMN "other_names" jsonb;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD COLUMN "sealed_body" "bytea";--> statement-breakpoint
ALTER TABLE "loaded_resources" ADD COLUMN "row_id" uuid;--> statement-breakpoint
ALTER TABLE "reservation_reasons" ADD CONSTRAINT "reservation_reasons_id_reservations_id_fk" FOREIGN KEY ("id") REFERENCES "public"."reservations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reservation_reasons" ADD CONSTRAINT "reservation_reasons_patient_id_patients_id_fk" FOREIGN KEY ("patient_id") REFERENCES "public"."patients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "reservation_reasons_patient" ON "reservation_reasons" USING btree ("patient_id");--> statement-breakpoint
CREATE INDEX "referenced_resources_medic" ON "referenced_resources" USING btree ("medic_id");--> statement-breakpoint
CREATE INDEX "patients_email" ON "patients" USING btree (lower(email)) WHERE removed_at is null;--> statement-breakpoint
CREATE INDEX "patients_identifiers" ON "patients" USING gin (identifiers jsonb_path_ops);--> statement-breakpoint
ALTER TABLE "exam_results" ADD CONSTRAINT "exam_results_effective_precision_known" CHECK (effective_precision in ('year', 'month', 'day', 'time')) NOT VALID;--> statement-breakpoint
ALTER TABLE "exam_results" ADD CONSTRAINT "exam_results_effective_date_partial" CHECK ((effective_precision = 'time') = (effective_date is null)) NOT VALID;--> statement-breakpoint
ALTER TABLE "medical_history_entries" ADD CONSTRAINT "medical_history_start_date_precision_known" CHECK (start_date_precision in ('year', 'month', 'day')) NOT VALID;--> statement-breakpoint
ALTER TABLE "medical_history_entries" ADD CONSTRAINT "medical_history_end_date_precision_known" CHECK (end_date_precision in ('year', 'month', 'day')) NOT VALID;--> statement-breakpoint
ALTER TABLE "patients" ADD CONSTRAINT "patients_birth_date_precision_known" CHECK (birth_date_precision in ('year', 'month', 'day')) NOT VALID;--> statement-breakpoint
CREATE POLICY "reservation_reasons_migrator" ON "reservation_reasons" AS PERMISSIVE FOR ALL TO "migrator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "reservation_reasons_readonly" ON "reservation_reasons" AS PERMISSIVE FOR SELECT TO "readonly" USING (true);--> statement-breakpoint
CREATE POLICY "reservation_reasons_select" ON "reservation_reasons" AS PERMISSIVE FOR SELECT TO "app" USING ((select caller_role()) in ('admin', 'loader') or ((select caller_role()) in ('medic') and exists (select from patients where patients.id = patient_id offset 0)) or patient_id = (select caller_patient_id()));--> statement-breakpoint
CREATE POLICY "reservation_reasons_insert" ON "reservation_reasons" AS PERMISSIVE FOR INSERT TO "app" WITH CHECK ((select caller_role()) in ('loader') or ((select caller_role()) in ('medic') and exists (select from patients where patients.id = patient_id offset 0)));--> statement-breakpoint
CREATE POLICY "reservation_reasons_update" ON "reservation_reasons" AS PERMISSIVE FOR UPDATE TO "app" USING ((select caller_role()) in ('loader') or ((select caller_role()) in ('medic') and exists (select from patients where patients.id = patient_id offset 0))) WITH CHECK ((select caller_role()) in ('loader') or ((select caller_role()) in ('medic') and exists (select from patients where patients.id = patient_id offset 0)));--> statement-breakpoint
CREATE POLICY "reservation_reasons_delete" ON "reservation_reasons" AS PERMISSIVE FOR DELETE TO "app" USING ((select caller_role()) in ('loader') or ((select caller_role()) in ('medic') and exists (select from patients where patients.id = patient_id offset 0)));--> statement-breakpoint
CREATE POLICY "referenced_resources_migrator" ON "referenced_resources" AS PERMISSIVE FOR ALL TO "migrator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "referenced_resources_readonly" ON "referenced_resources" AS PERMISSIVE FOR SELECT TO "readonly" USING (true);--> statement-breakpoint
CREATE POLICY "referenced_resources_select" ON "referenced_resources" AS PERMISSIVE FOR SELECT TO "app" USING ((select caller_role()) in ('loader'));--> statement-breakpoint
CREATE POLICY "referenced_resources_insert" ON "referenced_resources" AS PERMISSIVE FOR INSERT TO "app" WITH CHECK ((select caller_role()) in ('loader'));--> statement-breakpoint
CREATE POLICY "referenced_resources_update" ON "referenced_resources" AS PERMISSIVE FOR UPDATE TO "app" USING ((select caller_role()) in ('loader')) WITH CHECK ((select caller_role()) in ('loader'));--> statement-breakpoint
ALTER POLICY "row_history_select" ON "row_history" TO app USING ((select caller_role()) in ('admin', 'loader'));--> statement-breakpoint
ALTER TABLE reservation_reasons FORCE ROW LEVEL SECURITY;
ALTER TABLE referenced_resources FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON reservation_reasons TO app;
GRANT SELECT, INSERT, UPDATE ON referenced_resources TO app;
GRANT SELECT ON reservation_reasons, referenced_resources TO readonly;

-- Resets the precision of a date when an update sets the date but not its precision: a release that doesn't know the
-- precision means a full date. Three triggers find out which columns the statement sets, in the order of their names:
-- the first marks the precision, the second removes the mark if the statement sets the precision too, and the third
-- resets a precision that is still marked. Comparing old and new values isn't enough: 1980 to 1981 keeps the precision.
CREATE OR REPLACE FUNCTION mark_precision() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
  -- The precision column and the step.
  given text := to_jsonb(NEW) ->> TG_ARGV[0];
  marked boolean := starts_with(given, '?');
BEGIN
  RETURN jsonb_populate_record(NEW, jsonb_build_object(TG_ARGV[0], CASE TG_ARGV[1]
    WHEN 'mark' THEN '?' || given
    WHEN 'keep' THEN CASE WHEN marked THEN substr(given, 2) ELSE given END
    ELSE CASE WHEN marked THEN 'day' ELSE given END
  END));
END
$$;

CREATE OR REPLACE TRIGGER birth_date_precision_1_mark BEFORE UPDATE OF birth_date ON patients
  FOR EACH ROW EXECUTE FUNCTION mark_precision('birth_date_precision', 'mark');
CREATE OR REPLACE TRIGGER birth_date_precision_2_keep BEFORE UPDATE OF birth_date_precision ON patients
  FOR EACH ROW EXECUTE FUNCTION mark_precision('birth_date_precision', 'keep');
CREATE OR REPLACE TRIGGER birth_date_precision_3_reset BEFORE UPDATE OF birth_date ON patients
  FOR EACH ROW EXECUTE FUNCTION mark_precision('birth_date_precision', 'reset');

CREATE OR REPLACE TRIGGER end_date_precision_1_mark BEFORE UPDATE OF end_date ON medical_history_entries
  FOR EACH ROW EXECUTE FUNCTION mark_precision('end_date_precision', 'mark');
CREATE OR REPLACE TRIGGER end_date_precision_2_keep BEFORE UPDATE OF end_date_precision ON medical_history_entries
  FOR EACH ROW EXECUTE FUNCTION mark_precision('end_date_precision', 'keep');
CREATE OR REPLACE TRIGGER end_date_precision_3_reset BEFORE UPDATE OF end_date ON medical_history_entries
  FOR EACH ROW EXECUTE FUNCTION mark_precision('end_date_precision', 'reset');

CREATE OR REPLACE TRIGGER start_date_precision_1_mark BEFORE UPDATE OF start_date ON medical_history_entries
  FOR EACH ROW EXECUTE FUNCTION mark_precision('start_date_precision', 'mark');
CREATE OR REPLACE TRIGGER start_date_precision_2_keep BEFORE UPDATE OF start_date_precision ON medical_history_entries
  FOR EACH ROW EXECUTE FUNCTION mark_precision('start_date_precision', 'keep');
CREATE OR REPLACE TRIGGER start_date_precision_3_reset BEFORE UPDATE OF start_date ON medical_history_entries
  FOR EACH ROW EXECUTE FUNCTION mark_precision('start_date_precision', 'reset');

-- Keeps a reservation's reason with the right patient: a new reason belongs to the patient of its reservation, and a
-- reservation that moves to another patient loses its reason, which stays in the change history. SECURITY DEFINER, because
-- staff move reservations but don't see reasons.
CREATE OR REPLACE FUNCTION keep_reason_patient() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF TG_TABLE_NAME <> 'reservations' THEN
    NEW.patient_id := coalesce((SELECT patient_id FROM reservations WHERE id = NEW.id), NEW.patient_id);
  ELSIF NEW.patient_id <> OLD.patient_id THEN
    DELETE FROM reservation_reasons WHERE id = NEW.id;
  END IF;
  RETURN NEW;
END
$$;

REVOKE ALL ON FUNCTION keep_reason_patient() FROM PUBLIC;

CREATE OR REPLACE TRIGGER keep_reason_patient BEFORE INSERT OR UPDATE ON reservation_reasons
  FOR EACH ROW EXECUTE FUNCTION keep_reason_patient();
CREATE OR REPLACE TRIGGER keep_reason_patient AFTER UPDATE OF patient_id ON reservations
  FOR EACH ROW EXECUTE FUNCTION keep_reason_patient();

CREATE OR REPLACE TRIGGER record_history AFTER UPDATE OR DELETE ON reservation_reasons
  FOR EACH ROW EXECUTE FUNCTION record_history();

INSERT INTO application_keys (purpose, key) VALUES ('idempotency', gen_random_bytes(32));
