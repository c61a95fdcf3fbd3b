-- Finds the passages of some documents that a load of records has added to the knowledge base. SECURITY DEFINER, because
-- row-level security keeps PostgreSQL from using an index on values inside custom_metadata: its operators could leak rows
-- that the policy hides. It answers only the loader.
CREATE OR REPLACE FUNCTION document_passages(document_ids text[])
RETURNS TABLE (passage_id uuid, document_id text, content_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT id, custom_metadata ->> 'documentId', custom_metadata ->> 'contentHash'
  FROM bedrock_integration.knowledge_base
  WHERE caller_role() = 'loader' AND custom_metadata ->> 'documentId' = ANY (document_ids)
$$;

REVOKE ALL ON FUNCTION document_passages(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION document_passages(text[]) TO app;
