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
