CREATE INDEX "knowledge_base_general_embedding" ON "bedrock_integration"."knowledge_base" USING hnsw ("embedding" vector_cosine_ops) WITH (m=16,ef_construction=256) WHERE (custom_metadata ->> 'patientId') is null;--> statement-breakpoint
CREATE INDEX "knowledge_base_general_chunks" ON "bedrock_integration"."knowledge_base" USING gin (to_tsvector('simple', chunks)) WHERE (custom_metadata ->> 'patientId') is null;--> statement-breakpoint
-- Without figures the planner takes a passage's embedder for rare, and reads the whole base in place of an index.
CREATE STATISTICS bedrock_integration.knowledge_base_embedder
  ON (custom_metadata ->> 'embedder') FROM bedrock_integration.knowledge_base;--> statement-breakpoint
-- Finds passages by meaning and by words at once and fuses the two orders (reciprocal rank fusion: Cormack, Clarke and
-- Büttcher, SIGIR 2009, whose constant is 60).
--
-- With definer's rights, because row-level security is asked of every row and keeps PostgreSQL from using an index on what
-- is inside custom_metadata: the operators there could tell of rows that they refuse. What the policy says is said here once
-- for the patient whom the question names: whoever may search sees general documents, and those of that patient where the
-- patient may be seen.
CREATE FUNCTION search_knowledge(asked text, asked_embedding vector, asked_embedder text, asked_patient uuid, most integer)
RETURNS TABLE (
  document_id text, title text, passage text, patient_id text, source text, score double precision
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, bedrock_integration, pg_temp
AS $$
DECLARE
  -- How many of each list go into the fusion.
  candidates CONSTANT integer := 50;
  fusion CONSTANT integer := 60;
  -- Any of the words may occur; how many do is what ranks.
  words tsquery := replace(plainto_tsquery('simple', asked)::text, ' & ', ' | ')::tsquery;
  owner text;
BEGIN
  IF caller_role() IS NULL OR caller_role() NOT IN ('admin', 'medic', 'service') THEN
    RETURN;
  END IF;
  SELECT p.id::text INTO owner FROM patients p
  WHERE p.id = asked_patient AND (caller_role() = 'admin' OR p.removed_at IS NULL);
  RETURN QUERY
  -- A patient has some hundred passages: all of them are compared.
  WITH own AS MATERIALIZED (
    SELECT k.id, k.embedding, k.chunks FROM knowledge_base k
    WHERE (k.custom_metadata ->> 'patientId') = owner AND k.custom_metadata ->> 'embedder' = asked_embedder
  ), near AS (
    (SELECT k.id, k.embedding <=> asked_embedding AS distance FROM knowledge_base k
    WHERE (k.custom_metadata ->> 'patientId') IS NULL AND k.custom_metadata ->> 'embedder' = asked_embedder
    ORDER BY k.embedding <=> asked_embedding
    LIMIT candidates)
    UNION ALL
    (SELECT own.id, own.embedding <=> asked_embedding FROM own ORDER BY 2 LIMIT candidates)
  ), nearest AS (
    SELECT near.id, row_number() OVER (ORDER BY near.distance, near.id) AS rank
    FROM near ORDER BY near.distance, near.id LIMIT candidates
  ), worded AS (
    SELECT k.id, k.chunks FROM knowledge_base k
    WHERE to_tsvector('simple', k.chunks) @@ words
      AND (k.custom_metadata ->> 'patientId') IS NULL AND k.custom_metadata ->> 'embedder' = asked_embedder
    UNION ALL
    SELECT own.id, own.chunks FROM own WHERE to_tsvector('simple', own.chunks) @@ words
  ), relevant AS (
    -- A passage's first line are its title and headings: what it is about weighs more than what it mentions.
    SELECT worded.id, ts_rank(
      setweight(to_tsvector('simple', split_part(worded.chunks, E'\n', 1)), 'A') || to_tsvector('simple', worded.chunks),
      words
    ) AS relevance
    FROM worded
  ), matching AS (
    SELECT relevant.id, row_number() OVER (ORDER BY relevant.relevance DESC, relevant.id) AS rank
    FROM relevant ORDER BY relevant.relevance DESC, relevant.id LIMIT candidates
  ), fused AS (
    SELECT id, coalesce(1.0 / (fusion + nearest.rank), 0) + coalesce(1.0 / (fusion + matching.rank), 0) AS sum
    FROM nearest FULL JOIN matching USING (id)
  )
  SELECT k.custom_metadata ->> 'documentId', k.custom_metadata ->> 'title', k.chunks, k.custom_metadata ->> 'patientId',
    k.custom_metadata ->> 'source', fused.sum::double precision
  FROM fused JOIN knowledge_base k USING (id)
  ORDER BY fused.sum DESC, k.id
  LIMIT most;
END
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION search_knowledge(text, vector, text, uuid, integer) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION search_knowledge(text, vector, text, uuid, integer) TO app;
