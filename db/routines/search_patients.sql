-- A setting of pg_trgm can be set only in a session that has loaded the extension.
DO $$ BEGIN PERFORM similarity('', ''); END $$;

-- Finds patients by name, national id, email or phone and returns their ids with a score, best first. Every word of the
-- search must match a word of the name, in any order: the whole word (10), its beginning (9), a part of it (8), or a
-- similar word (6 or 4, by trigram similarity). Searches of one or two letters match beginnings only. A patient's score
-- is that of the worst-matching word. A national id, email or phone number that matches completely scores 30, however
-- it is punctuated. Patients with equal scores are ordered by id, descending.
--
-- With `most`, it returns that many rows after (after_score, after_id) and stops early, so that common words cost as
-- little as rare ones:
-- 1. It compares the search with the distinct words of names, which are few however many patients there are.
-- 2. It estimates how many patients have each score from a sample, the patients with the highest ids, which is fair
-- because ids are random. The sample is first read for the best score alone: where that score is common, similar words,
-- of which a short word has hundreds, are not needed.
-- 3. For rare scores, it uses the index of all words of a name, several scores at once. For a common score, it reads
-- ids in descending order until it has enough.
--
-- SECURITY DEFINER, because row-level security lets no index serve an operator that is not leakproof, and trigram
-- operators are not. It returns ids and scores only, and only to roles that may search.
CREATE OR REPLACE FUNCTION search_patients(
  search text, born date, asked_gender text, asked_active boolean, after_score real, after_id uuid, most integer
) RETURNS TABLE (patient_id uuid, score real)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 25
SET search_path = pg_catalog, public, pg_temp
SET pg_trgm.word_similarity_threshold = 0.4
-- One plan for all words: it uses indexes for any of them, and planning again costs as much as the search.
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
AS $$
#variable_conflict use_column
DECLARE
  sample_patients CONSTANT integer := 10000;
  -- Patients of the sample; for scores with no more of them, all patients with that score are read.
  many CONSTANT integer := 1;
  -- Alternatives for one word of the search that are passed to the index. With more, as for a single letter, only the
  -- other words narrow the search: the index compares each alternative with all others, and its stack is limited.
  most_at_once CONSTANT integer := 1000;
  -- Range of the first 32 bits of an id.
  all_ids CONSTANT bigint := 4294967296;
  asked text[] := name_words_of(translate(fold_text(search), '.,-', '   '));
  -- Similar words to consider for each word of the search; a longer search needs fewer per word.
  nearest integer := greatest(6, 24 / greatest(cardinality(asked), 1));
  id_key text := nullif(identifier_key(search), '');
  -- The plus may be missing: in a URL that was not encoded, it means a space.
  phone_number text := '+' || regexp_replace(search, '[\s()/.+-]', '', 'g');
  is_admin boolean := caller_role() = 'admin';
  identified uuid[];
  places integer[] := '{}';
  words text[] := '{}';
  qualities integer[] := '{}';
  alike text[];
  wanted text;
  sample_width bigint;
  sample_ids uuid[];
  sample_scores integer[];
  -- Common scores, among those from `sampled` on.
  frequent integer[] := '{}';
  sampled integer := 100;
  -- One bit per word of the search, so that one aggregate shows whether a patient matches all of them. A search has at
  -- most 100 characters, and so at most 50 words.
  all_places bigint := (2::bigint << cardinality(asked)) - 2;
  scores integer[];
  level integer;
  -- Scores from this one on have been returned.
  done integer := 100;
  query tsquery;
  upper_end bigint;
  lower_end bigint;
  width bigint;
  missing integer := most;
  added integer;
BEGIN
  IF coalesce(caller_role(), '') NOT IN ('admin', 'medic', 'staff', 'service') THEN
    RETURN;
  END IF;

  identified := ARRAY(
    SELECT p.id FROM patients p WHERE identifier_key(p.national_id_number) = id_key
    UNION SELECT p.id FROM patients p WHERE p.removed_at IS NULL AND lower(p.email) = lower(btrim(search))
    UNION SELECT p.id FROM patients p WHERE p.phone = phone_number
  );
  IF cardinality(identified) > 0 THEN
    RETURN QUERY
      SELECT p.id, 30::real FROM patients p
      WHERE p.id = ANY (identified) AND (p.removed_at IS NULL OR is_admin)
        AND (born IS NULL OR p.birth_date = born)
        AND (asked_gender IS NULL OR p.gender = asked_gender)
        AND (asked_active IS NULL OR p.active = asked_active)
        AND (after_id IS NULL OR (30::real, p.id) < (after_score, after_id))
      ORDER BY p.id DESC LIMIT missing;
    GET DIAGNOSTICS added = ROW_COUNT;
    missing := missing - added;
  END IF;

  FOR place IN 1 .. cardinality(asked) LOOP
    wanted := asked[place];
    IF length(wanted) < 3 THEN
      alike := ARRAY(
        SELECT DISTINCT n.word FROM name_words n WHERE n.word ~>=~ wanted AND n.word ~<~ (wanted || chr(1114111))
      );
    ELSE
      alike := ARRAY(
        SELECT n.word FROM name_words n
        WHERE n.word LIKE '%' || replace(replace(replace(wanted, '\', '\\'), '%', '\%'), '_', '\_') || '%'
        UNION
        (SELECT n.word FROM name_words n WHERE wanted <% n.word
        GROUP BY n.word
        -- Similarity of the whole word: a typo in the middle is less similar to its word than another word with the
        -- same beginning.
        ORDER BY similarity(wanted, n.word) DESC, n.word LIMIT nearest)
      );
    END IF;
    IF cardinality(alike) = 0 THEN
      RETURN;
    END IF;
    words := words || alike;
    places := places || array_fill(place, ARRAY[cardinality(alike)]);
    qualities := qualities || ARRAY(
      SELECT CASE
        WHEN word = wanted THEN 10
        WHEN starts_with(word, wanted) THEN 9
        WHEN strpos(word, wanted) > 0 THEN 8
        WHEN word_similarity(wanted, word) >= 0.6 THEN 6
        ELSE 4
      END
      FROM unnest(alike) WITH ORDINALITY AS near (word, nth) ORDER BY nth
    );
  END LOOP;

  SELECT array_agg(DISTINCT quality ORDER BY quality DESC) INTO scores FROM unnest(qualities) quality
  WHERE after_score IS NULL OR quality <= after_score;
  -- No sample is needed with a birth date, which leaves few patients, without a limit, or for a small table.
  SELECT floor(all_ids * sample_patients::double precision / greatest(reltuples, 1)) INTO sample_width
  FROM pg_class WHERE oid = 'patients'::regclass;
  IF born IS NOT NULL OR most IS NULL OR sample_width > all_ids / 2 THEN
    sample_width := NULL;
  END IF;

  WHILE cardinality(scores) > 0 LOOP
    level := scores[1];
    scores := scores[2:];
    IF sample_width IS NOT NULL AND level < sampled THEN
      sampled := CASE WHEN sampled = 100 AND cardinality(scores) > 0 THEN level ELSE 0 END;
      LOOP
        SELECT array_agg(patient_id), array_agg(score) INTO sample_ids, sample_scores FROM (
          SELECT w.patient_id, CASE
            WHEN bit_or(a.bit) FILTER (WHERE a.quality = 10) = all_places THEN 10
            WHEN bit_or(a.bit) FILTER (WHERE a.quality >= 9) = all_places THEN 9
            WHEN bit_or(a.bit) FILTER (WHERE a.quality >= 8) = all_places THEN 8
            WHEN bit_or(a.bit) FILTER (WHERE a.quality >= 6) = all_places THEN 6
            ELSE 4
          END AS score
          FROM (
            SELECT word, quality, 1::bigint << place AS bit FROM unnest(places, words, qualities) AS a (place, word, quality)
            WHERE quality >= sampled OFFSET 0
          ) a
          JOIN patient_name_words w ON w.word = a.word
            AND w.patient_id >= (lpad(to_hex(all_ids - sample_width), 8, '0') || '-0000-0000-0000-000000000000')::uuid
          GROUP BY w.patient_id HAVING bit_or(a.bit) = all_places
        ) scored;
        frequent := ARRAY(SELECT score FROM unnest(sample_scores) score GROUP BY score HAVING count(*) > many);
        EXIT WHEN sampled = 0 OR level = ANY (frequent);
        -- A rare score is searched together with the next ones, down to the first common one.
        sampled := 0;
      END LOOP;
    END IF;
    IF level = ANY (frequent) THEN
      upper_end := CASE WHEN level = after_score THEN ('x' || left(after_id::text, 8))::bit(32)::bigint + 1 ELSE all_ids END;
      -- A range that should contain the missing rows, by the density of the sample.
      SELECT ceil(1.3 * sample_width * missing / count(*)) INTO width FROM unnest(sample_scores) score WHERE score = level;
      lower_end := greatest(upper_end - CASE WHEN upper_end = all_ids THEN sample_width ELSE width END, 0);
      LOOP
        RETURN QUERY
          WITH scored AS (
            SELECT id, score::real FROM unnest(sample_ids, sample_scores) AS sample (id, score)
            WHERE upper_end = all_ids AND score = level
            UNION ALL
            SELECT w.patient_id, level::real
            FROM (
              SELECT word, 1::bigint << place AS bit, CASE WHEN quality > level THEN 1::bigint << place ELSE 0 END AS better
              FROM unnest(places, words, qualities) AS a (place, word, quality) WHERE quality >= level OFFSET 0
            ) a
            JOIN patient_name_words w ON w.word = a.word
              AND w.patient_id >= (lpad(to_hex(lower_end), 8, '0') || '-0000-0000-0000-000000000000')::uuid
              AND w.patient_id <= (lpad(to_hex(upper_end - 1), 8, '0') || '-ffff-ffff-ffff-ffffffffffff')::uuid
            WHERE upper_end < all_ids
            GROUP BY w.patient_id HAVING bit_or(a.bit) = all_places AND bit_or(a.better) <> all_places
          )
          SELECT p.id, scored.score FROM scored JOIN patients p USING (id)
          WHERE p.id <> ALL (identified)
            AND (p.removed_at IS NULL OR is_admin)
            AND (asked_gender IS NULL OR p.gender = asked_gender)
            AND (asked_active IS NULL OR p.active = asked_active)
            AND (after_id IS NULL OR (scored.score, p.id) < (after_score, after_id))
          ORDER BY p.id DESC LIMIT missing;
        GET DIAGNOSTICS added = ROW_COUNT;
        missing := missing - added;
        EXIT WHEN missing <= 0 OR lower_end = 0;
        upper_end := lower_end;
        lower_end := greatest(upper_end - width, 0);
        width := width * 2;
      END LOOP;
    ELSE
      -- This score and all others down to the next common one.
      WHILE cardinality(scores) > 0 AND scores[1] <> ALL (frequent) LOOP
        level := scores[1];
        scores := scores[2:];
      END LOOP;
      query := NULL;
      IF sample_width IS NOT NULL THEN
        SELECT string_agg('(' || either || ')', '&') FILTER (WHERE borne <= greatest(most_at_once, fewest)) INTO query
        FROM (
          SELECT string_agg('''' || replace(replace(word, '\', '\\'), '''', '''''') || '''', '|') AS either,
            count(*) AS borne, min(count(*)) OVER () AS fewest
          FROM unnest(places, words, qualities) AS a (place, word, quality) WHERE quality >= level GROUP BY place
        ) sets HAVING count(*) = cardinality(asked);
      END IF;
      RETURN QUERY
        WITH alike AS MATERIALIZED (
          SELECT * FROM unnest(places, words, qualities) AS a (place, word, quality) WHERE quality >= level
        ), candidate AS (
          SELECT p.id FROM patients p WHERE p.birth_date = born
          UNION ALL
          SELECT p.id FROM patients p WHERE array_to_tsvector(name_words_of(p.search_name)) @@ query
        ), found AS (
          SELECT candidate.id, alike.place, max(alike.quality) AS quality
          FROM candidate
          -- OFFSET keeps the planner from reading every patient with these words.
          CROSS JOIN LATERAL (SELECT w.word FROM patient_name_words w WHERE w.patient_id = candidate.id OFFSET 0) borne
          JOIN alike USING (word)
          GROUP BY candidate.id, alike.place
          UNION ALL
          SELECT w.patient_id, alike.place, max(alike.quality)
          FROM alike JOIN patient_name_words w USING (word)
          WHERE born IS NULL AND sample_width IS NULL
          GROUP BY w.patient_id, alike.place
        ), scored AS (
          SELECT id, min(quality)::real AS score FROM found GROUP BY id HAVING count(*) = cardinality(asked)
        )
        SELECT p.id, scored.score FROM scored JOIN patients p USING (id)
        WHERE scored.score < done AND p.id <> ALL (identified)
          AND (p.removed_at IS NULL OR is_admin)
          AND (asked_gender IS NULL OR p.gender = asked_gender)
          AND (asked_active IS NULL OR p.active = asked_active)
          AND (after_id IS NULL OR (scored.score, p.id) < (after_score, after_id))
        ORDER BY scored.score DESC, p.id DESC LIMIT missing;
      GET DIAGNOSTICS added = ROW_COUNT;
      missing := missing - added;
    END IF;
    EXIT WHEN missing <= 0;
    done := level;
  END LOOP;
END
$$;

-- Returns all matches in no particular order, for callers that count or sort them.
CREATE OR REPLACE FUNCTION search_patients(search text) RETURNS TABLE (patient_id uuid, score real)
LANGUAGE sql STABLE
AS $$ SELECT * FROM search_patients(search, NULL, NULL, NULL, NULL, NULL, NULL) $$;

REVOKE ALL ON FUNCTION search_patients(text), search_patients(text, date, text, boolean, real, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_patients(text), search_patients(text, date, text, boolean, real, uuid, integer) TO app;
