CREATE TABLE "knowledge_documents" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"title" text NOT NULL,
	"patient_id" uuid,
	"source" text,
	"embedder" text,
	"passage_ids" uuid[] NOT NULL
);
--> statement-breakpoint
ALTER TABLE "knowledge_documents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "knowledge_documents" ADD CONSTRAINT "knowledge_documents_patient_id_patients_id_fk" FOREIGN KEY ("patient_id") REFERENCES "public"."patients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "knowledge_documents_created_at" ON "knowledge_documents" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "knowledge_documents_updated_at" ON "knowledge_documents" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "knowledge_documents_patient" ON "knowledge_documents" USING btree ("patient_id","created_at","id");--> statement-breakpoint
CREATE INDEX "exam_results_updated_at" ON "exam_results" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "files_updated_at" ON "files" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "reservations_updated_at" ON "reservations" USING btree ("updated_at","id");--> statement-breakpoint
CREATE POLICY "knowledge_documents_migrator" ON "knowledge_documents" AS PERMISSIVE FOR ALL TO "migrator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "knowledge_documents_readonly" ON "knowledge_documents" AS PERMISSIVE FOR SELECT TO "readonly" USING (true);--> statement-breakpoint
CREATE POLICY "knowledge_documents_select" ON "knowledge_documents" AS PERMISSIVE FOR SELECT TO "app" USING ((select caller_role()) in ('admin', 'loader') or ((select caller_role()) in ('medic', 'service') and (patient_id is null or exists (select from patients where patients.id = patient_id offset 0))));--> statement-breakpoint
ALTER TABLE knowledge_documents FORCE ROW LEVEL SECURITY;
GRANT SELECT ON knowledge_documents TO app, readonly;
CREATE OR REPLACE TRIGGER touch_row BEFORE UPDATE ON knowledge_documents FOR EACH ROW EXECUTE FUNCTION touch_row();
--> statement-breakpoint
-- Keeps the documents of the knowledge base in step with its passages, whoever writes them. A document is removed with its
-- last passage. Passages without a valid document or of an unknown patient have none. SECURITY DEFINER, because callers
-- can't write documents by themselves.
CREATE OR REPLACE FUNCTION keep_documents() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  uuid_syntax CONSTANT text := '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO knowledge_documents (id, title, patient_id, source, embedder, passage_ids)
    SELECT
      (metadata ->> 'documentId')::uuid,
      coalesce(min(metadata ->> 'title'), 'Untitled'),
      min(metadata ->> 'patientId')::uuid,
      min(metadata ->> 'source'),
      min(metadata ->> 'embedder'),
      array_agg(id)
    FROM (SELECT id, custom_metadata AS metadata FROM passages) AS added
    WHERE metadata ->> 'documentId' ~ uuid_syntax
      AND CASE
        WHEN metadata ->> 'patientId' ~ uuid_syntax
          THEN EXISTS (SELECT FROM patients WHERE patients.id = (metadata ->> 'patientId')::uuid)
        ELSE metadata ->> 'patientId' IS NULL
      END
    GROUP BY metadata ->> 'documentId'
    ON CONFLICT (id) DO UPDATE SET passage_ids = knowledge_documents.passage_ids || excluded.passage_ids;
  ELSE
    DELETE FROM knowledge_documents AS document
    WHERE document.id IN (
        SELECT (custom_metadata ->> 'documentId')::uuid FROM passages WHERE custom_metadata ->> 'documentId' ~ uuid_syntax
      )
      AND document.passage_ids <@ ARRAY(SELECT id FROM passages);
    UPDATE knowledge_documents AS document
    SET passage_ids = ARRAY(SELECT unnest(document.passage_ids) EXCEPT SELECT id FROM passages)
    WHERE document.id IN (
      SELECT (custom_metadata ->> 'documentId')::uuid FROM passages WHERE custom_metadata ->> 'documentId' ~ uuid_syntax
    );
  END IF;
  RETURN NULL;
END
$$;

REVOKE ALL ON FUNCTION keep_documents() FROM PUBLIC;

CREATE OR REPLACE TRIGGER keep_documents_of_added AFTER INSERT ON bedrock_integration.knowledge_base
REFERENCING NEW TABLE AS passages FOR EACH STATEMENT EXECUTE FUNCTION keep_documents();

CREATE OR REPLACE TRIGGER keep_documents_of_removed AFTER DELETE ON bedrock_integration.knowledge_base
REFERENCING OLD TABLE AS passages FOR EACH STATEMENT EXECUTE FUNCTION keep_documents();
--> statement-breakpoint
-- The documents of earlier releases, whose time of creation is not known. The triggers keep those that the previous release
-- adds meanwhile.
INSERT INTO knowledge_documents (id, title, patient_id, source, embedder, passage_ids)
SELECT
  (metadata ->> 'documentId')::uuid,
  coalesce(min(metadata ->> 'title'), 'Untitled'),
  min(metadata ->> 'patientId')::uuid,
  min(metadata ->> 'source'),
  min(metadata ->> 'embedder'),
  array_agg(id)
FROM (SELECT id, custom_metadata AS metadata FROM bedrock_integration.knowledge_base) AS present
WHERE metadata ->> 'documentId' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
  AND (
    metadata ->> 'patientId' IS NULL
    OR metadata ->> 'patientId' IN (SELECT patients.id::text FROM patients)
  )
GROUP BY metadata ->> 'documentId'
ON CONFLICT (id) DO NOTHING;
