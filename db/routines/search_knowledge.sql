-- Searches passages by meaning and by words and combines both rankings with reciprocal rank fusion (Cormack, Clarke and
-- Büttcher, SIGIR 2009; the constant 60 is theirs).
--
-- SECURITY DEFINER, because row-level security is checked for every row and keeps PostgreSQL from using an index on
-- values inside custom_metadata: its operators could leak rows that the policy hides. The function enforces the policy
-- itself: roles that may search see general passages, and those of `asked_patient` if they may see that patient.
CREATE OR REPLACE FUNCTION search_knowledge(asked text, asked_embedding vector, asked_embedder text, asked_patient uuid, most integer)
RETURNS TABLE (
  document_id text, title text, passage text, patient_id text, source text, score double precision
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, bedrock_integration, pg_temp
-- The planner underestimates the cost of reading rows, because vectors are stored apart from them (TOAST): with the
-- default of 4 it would compare tens of thousands of vectors rather than use the index.
SET random_page_cost = 1.1
AS $$
DECLARE
  -- Passages of each ranking that are fused.
  candidates CONSTANT integer := 50;
  fusion CONSTANT integer := 60;
  -- General passages to examine because they contain a word. Examining more takes longer than comparing all vectors,
  -- and a word that so many passages contain says little about any of them.
  most_worded CONSTANT integer := 300;
  passages double precision;
  expected double precision := 0;
  words tsquery;
  -- Words to search for with their weights, rarest first; only the first `telling` of them distinguish passages.
  lexemes text[] := '{}';
  weights double precision[] := '{}';
  telling integer := 0;
  -- Passages of the patient to rank by words; a lower-ranked one can't reach the result.
  ranked CONSTANT integer := 2 * most;
  word text;
  frequency double precision;
  owner text;
BEGIN
  IF caller_role() IS NULL OR caller_role() NOT IN ('admin', 'medic', 'service') THEN
    RETURN;
  END IF;
  -- Not reltuples of the partial index: VACUUM sets it to the number of all rows and REINDEX to the number of words.
  SELECT greatest(c.reltuples * coalesce(s.null_frac, 1), 1) INTO passages
  FROM pg_class c
  LEFT JOIN pg_stats s ON s.schemaname = 'bedrock_integration' AND s.tablename = 'knowledge_base_patient'
  WHERE c.oid = 'bedrock_integration.knowledge_base'::regclass;
  -- Rarest words first, by the planner's statistics, where a missing word is a rare one. The dictionaries drop stop words
  -- such as "the" or "para".
  FOR word, frequency IN
    SELECT given.word, coalesce(known.frequency, 0)
    FROM unnest(tsvector_to_array(to_tsvector('simple', asked))) AS given (word)
    LEFT JOIN (
      SELECT unnest(s.most_common_elems::text::text[]) AS word, unnest(s.most_common_elem_freqs) AS frequency
      FROM pg_stats s
      WHERE s.schemaname = 'bedrock_integration' AND s.tablename = 'knowledge_base_general_chunks'
    ) AS known USING (word)
    ORDER BY 2, 1
  LOOP
    CONTINUE WHEN ts_lexize('english_stem', word) = '{}' OR ts_lexize('spanish_stem', word) = '{}';
    words := coalesce(words || plainto_tsquery('simple', word), plainto_tsquery('simple', word));
    expected := expected + frequency * passages;
    lexemes := lexemes || word;
    weights := weights || ln(1 + passages / (1 + frequency * passages));
    IF passages > most_worded AND expected <= most_worded THEN
      telling := telling + 1;
    END IF;
  END LOOP;
  SELECT p.id::text INTO owner FROM patients p
  WHERE p.id = asked_patient AND (caller_role() = 'admin' OR p.removed_at IS NULL);
  RETURN QUERY
  -- A patient has about a hundred passages, so all of them are compared.
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
  ), told AS (
    -- Uses only the index. A word in the first line, which says what the passage is about, weighs more.
    SELECT hit.id FROM unnest(lexemes[:telling], weights[:telling]) AS one (word, weight)
    CROSS JOIN LATERAL (
      SELECT k.id, CASE WHEN strpos(lower(split_part(k.chunks, E'\n', 1)), one.word) > 0 THEN 3 ELSE 1 END AS times
      FROM knowledge_base k
      WHERE to_tsvector('simple', k.chunks) @@ plainto_tsquery('simple', one.word)
        AND (k.custom_metadata ->> 'patientId') IS NULL AND k.custom_metadata ->> 'embedder' = asked_embedder
    ) AS hit
    GROUP BY hit.id ORDER BY sum(one.weight * hit.times) DESC, hit.id LIMIT candidates
  ), worded AS (
    SELECT k.id, k.chunks FROM knowledge_base k
    WHERE k.id IN (
      SELECT told.id FROM told
      -- If every word is in too many passages, words only rank the nearest passages.
      UNION SELECT nearest.id FROM nearest WHERE telling = 0 AND passages > most_worded
      -- A small base, or one without statistics, is scanned once for all words: the planner uses no index for so few
      -- rows, and would parse them again for each word.
      UNION SELECT k.id FROM knowledge_base k
      WHERE passages <= most_worded AND to_tsvector('simple', k.chunks) @@ words
        AND (k.custom_metadata ->> 'patientId') IS NULL AND k.custom_metadata ->> 'embedder' = asked_embedder
    )
    UNION (
      -- A substring search takes less time than parsing the text.
      SELECT own.id, own.chunks FROM own
      CROSS JOIN LATERAL (SELECT lower(own.chunks) AS folded OFFSET 0) AS text
      CROSS JOIN LATERAL (
        SELECT sum(given.weight) AS sum FROM unnest(lexemes, weights) AS given (word, weight)
        WHERE strpos(text.folded, given.word) > 0
      ) AS borne
      WHERE borne.sum > 0 ORDER BY borne.sum DESC, own.id LIMIT ranked
    )
  ), relevant AS (
    SELECT passage.id, ts_rank(
      setweight(to_tsvector('simple', split_part(passage.chunks, E'\n', 1)), 'A') || passage.vector, words
    ) AS relevance
    FROM (SELECT worded.id, worded.chunks, to_tsvector('simple', worded.chunks) AS vector FROM worded OFFSET 0) AS passage
    WHERE passage.vector @@ words
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

REVOKE ALL ON FUNCTION search_knowledge(text, vector, text, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_knowledge(text, vector, text, uuid, integer) TO app;
