ALTER POLICY "assistant_messages_select" ON "assistant_messages" TO app USING (session_id in (select id from assistant_sessions) and not exists (
      select from jsonb_array_elements_text(coalesce(usage -> 'patientIds', '[]')) as told(id)
      where not exists (select from patients where patients.id = told.id::uuid offset 0)));--> statement-breakpoint
-- What a removed file says is found no more. With definer's rights: whoever removes a file may not write knowledge.
CREATE FUNCTION forget_removed_file() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, bedrock_integration, pg_temp
AS $$
BEGIN
  DELETE FROM knowledge_base
  WHERE (custom_metadata ->> 'patientId') = new.patient_id::text
    AND custom_metadata ->> 'source' = 'DocumentReference/' || new.id;
  RETURN NULL;
END
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION forget_removed_file() FROM PUBLIC;--> statement-breakpoint
CREATE TRIGGER forget_removed_file AFTER UPDATE OF removed_at ON files
  FOR EACH ROW WHEN (old.removed_at IS NULL AND new.removed_at IS NOT NULL) EXECUTE FUNCTION forget_removed_file();--> statement-breakpoint
CREATE OR REPLACE FUNCTION search_knowledge(asked text, asked_embedding vector, asked_embedder text, asked_patient uuid, most integer)
RETURNS TABLE (
  document_id text, title text, passage text, patient_id text, source text, score double precision
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, bedrock_integration, pg_temp
AS $$
DECLARE
  -- How many of each list go into the fusion.
  candidates CONSTANT integer := 50;
  fusion CONSTANT integer := 60;
  words tsquery;
  word text;
  owner text;
BEGIN
  IF caller_role() IS NULL OR caller_role() NOT IN ('admin', 'medic', 'service') THEN
    RETURN;
  END IF;
  -- Any of the words may occur; how many do is what ranks. A word that every text has, such as "the" or "para", would only
  -- make all passages be read: the dictionaries answer it with nothing.
  FOREACH word IN ARRAY tsvector_to_array(to_tsvector('simple', asked)) LOOP
    CONTINUE WHEN ts_lexize('english_stem', word) = '{}' OR ts_lexize('spanish_stem', word) = '{}';
    words := coalesce(words || plainto_tsquery('simple', word), plainto_tsquery('simple', word));
  END LOOP;
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
$$;
