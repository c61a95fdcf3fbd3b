-- A setting of pg_trgm can be set only in a session that has loaded the extension.
DO $$ BEGIN PERFORM similarity('', ''); END $$;

-- Finds patients by name, identifier, email or phone and returns their ids with a score, best first. An identifier, email
-- or phone number scores 30, however it is written. Otherwise, every word of the search must match a word of the name,
-- in any order, and the patient's score is that of the worst-matching word: the whole word (20), its beginning (16), a
-- part of it (14), a word that is one edit apart (11 to 9, see edit_closeness), or a similar word (8 or 6, by its
-- trigrams or its sound). A word that only a former name has scores 12, or 5 if it is one edit apart. Searches of
-- one or two letters match beginnings only. If the words of the search are the whole name, however they are joined, it
-- scores 24, and 19 to 17 if one word is one edit apart: with a million patients, hundreds have the same two words and
-- others. Patients with equal scores are ordered by id, descending.
--
-- With `most`, it returns that many rows after (after_score, after_id) and stops early, so that common words cost as
-- little as rare ones:
-- 1. It compares the search with the distinct words of names, which are few however many patients there are. Beginnings,
-- parts and similar words only matter if whole words don't fill the page.
-- 2. It estimates how many patients have each score from a sample, the patients with the highest ids, which is fair
-- because ids are random. The sample is first read for the best score alone: where that score is common, similar words,
-- of which a short word has hundreds, are not needed.
-- 3. For rare scores, it uses the index of all words of a name, several scores at once. For a common score, it reads
-- ids in descending order until it has enough.
--
-- SECURITY DEFINER, because row-level security lets no index serve an operator that is not leakproof, and trigram
-- operators are not. It returns ids and scores only, and only to roles that may search.
CREATE OR REPLACE FUNCTION search_patients(
  search text, born date, born_precision text, asked_gender text, asked_active boolean, after_score real, after_id uuid,
  most integer
) RETURNS TABLE (patient_id uuid, score real)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 25
SET search_path = pg_catalog, public, pg_temp
SET pg_trgm.word_similarity_threshold = 0.4
-- One plan for all words: it uses indexes for any of them, and planning again costs as much as the search.
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
-- Compiling a plan takes longer than the search.
SET jit = off
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
  -- The words as they are written, and without repetitions. 32 is more than a name has, and few enough for one bit each.
  sequence text[] := (array_remove(regexp_split_to_array(translate(fold_name(search), '.,-''', '   '), '\s+'), ''))[:32];
  asked text[] := ARRAY(SELECT DISTINCT word FROM unnest(sequence) word ORDER BY word);
  -- Similar words to consider for each word of the search; a longer search needs fewer per word.
  nearest integer := greatest(6, 24 / greatest(cardinality(asked), 1));
  id_key text := nullif(identifier_key(search), '');
  is_admin boolean := caller_role() = 'admin';
  -- Birth dates of everyone who may have been born on the day, of whom there are few; null unless a day was asked for.
  birth_dates date[] := CASE WHEN born_precision = 'day' THEN
    ARRAY[born, date_trunc('month', born::timestamp)::date, date_trunc('year', born::timestamp)::date] END;
  -- Patients whose score is that of the whole search, not of its words.
  known uuid[] := '{}';
  found_ids uuid[];
  found_scores integer[];
  keys text[];
  key_scores integer[];
  -- Words of names that match the words of the search.
  places integer[] := '{}';
  words text[] := '{}';
  qualities integer[] := '{}';
  closeness integer[] := '{}';
  sample_width bigint;
  sample_ids uuid[];
  sample_scores integer[];
  -- Common scores, among those from `sampled` on.
  frequent integer[];
  sampled integer;
  -- One bit per word of the search, so that one aggregate shows whether a patient matches all of them.
  all_places bigint := (2::bigint << cardinality(asked)) - 2;
  scores integer[];
  level integer;
  phase text;
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

  -- No sample is needed with a birth date, which leaves few patients, without a limit, or for a small table.
  SELECT floor(all_ids * sample_patients::double precision / greatest(reltuples, 1)) INTO sample_width
  FROM pg_class WHERE oid = 'patients'::regclass;
  IF birth_dates IS NOT NULL OR most IS NULL OR sample_width > all_ids / 2 THEN
    sample_width := NULL;
  END IF;

  FOREACH phase IN ARRAY ARRAY['exact', 'tolerant'] LOOP
    IF phase = 'exact' THEN
      keys := ARRAY[array_to_string(sequence, '')];
      key_scores := '{24}';
      SELECT array_agg(place), array_agg(word), array_agg(20), array_agg(0) INTO places, words, qualities, closeness
      FROM (
        SELECT DISTINCT array_position(asked, sequence[part]) AS place, n.word
        -- A word, or up to four that are one word in the name.
        FROM generate_subscripts(sequence, 1) opening
        CROSS JOIN generate_series(opening, least(opening + 3, cardinality(sequence))) closing
        CROSS JOIN generate_series(opening, closing) part
        JOIN name_words n ON n.word = array_to_string(sequence[opening:closing], '')
      ) alike;
    ELSE
      SELECT array_agg(place), array_agg(word), array_agg(quality), array_agg(closeness)
      INTO places, words, qualities, closeness
      FROM (
        SELECT * FROM unnest(places, words, qualities, closeness) AS whole (place, word, quality, closeness)
        UNION
        SELECT place, word, quality, closeness
        FROM unnest(asked) WITH ORDINALITY AS part (wanted, place)
        CROSS JOIN LATERAL words_like(wanted, nearest)
      ) alike;
      SELECT array_agg(array_to_string(array_replace(sequence, asked[place], word), '')), array_agg(16 + closeness)
      INTO keys, key_scores
      FROM unnest(places, words, closeness) AS alike (place, word, closeness)
      WHERE closeness > 0 AND word NOT LIKE E'%\x1F';
    END IF;

    -- Patients with an identifier or a whole name.
    SELECT array_agg(id), array_agg(score) INTO found_ids, found_scores FROM (
      SELECT id, max(score) AS score FROM (
        SELECT p.id, 30 AS score FROM patients p WHERE phase = 'exact' AND identifier_key(p.national_id_number) = id_key
        UNION ALL
        SELECT p.id, 30 FROM patients p WHERE phase = 'exact' AND identifier_keys(p.identifiers) @> ARRAY[id_key]
        UNION ALL
        SELECT p.id, 30 FROM patients p
        WHERE phase = 'exact' AND p.removed_at IS NULL AND lower(p.email) = lower(btrim(search))
        UNION ALL
        SELECT patient_id, 30 FROM patients_with_phone(CASE phase WHEN 'exact' THEN search END)
        UNION ALL
        SELECT p.id, k.score FROM unnest(keys, key_scores) AS k (key, score)
        JOIN patients p ON name_key(p.given_name || p.family_name) = k.key WHERE k.key <> ''
        UNION ALL
        SELECT p.id, k.score FROM unnest(keys, key_scores) AS k (key, score)
        JOIN patients p ON name_key(p.family_name || p.given_name) = k.key WHERE k.key <> ''
      ) matches
      WHERE id NOT IN (SELECT unnest(known))
      GROUP BY id
    ) best;
    known := known || found_ids;
    RETURN QUERY
      SELECT p.id, found.score::real
      FROM unnest(found_ids, found_scores) AS found (id, score) JOIN patients p USING (id)
      WHERE (p.removed_at IS NULL OR is_admin)
        AND (born IS NULL OR dates_overlap(p.birth_date, p.birth_date_precision, born, born_precision))
        AND (asked_gender IS NULL OR p.gender = asked_gender)
        AND (asked_active IS NULL OR p.active = asked_active)
        AND (after_id IS NULL OR (found.score::real, p.id) < (after_score, after_id))
      ORDER BY found.score DESC, p.id DESC LIMIT missing;
    GET DIAGNOSTICS added = ROW_COUNT;
    missing := missing - added;
    EXIT WHEN missing <= 0;

    CONTINUE WHEN (SELECT count(DISTINCT place) FROM unnest(places) place) < cardinality(asked);
    SELECT array_agg(DISTINCT quality ORDER BY quality DESC) INTO scores FROM unnest(qualities) quality
    WHERE (phase = 'exact' OR quality < 20) AND (after_score IS NULL OR quality <= after_score);
    frequent := '{}';
    sampled := 100;
    WHILE cardinality(scores) > 0 LOOP
      level := scores[1];
      scores := scores[2:];
      IF sample_width IS NOT NULL AND level < sampled THEN
        sampled := CASE WHEN sampled = 100 AND cardinality(scores) > 0 THEN level ELSE 0 END;
        LOOP
          SELECT array_agg(patient_id), array_agg(score) INTO sample_ids, sample_scores FROM (
            SELECT w.patient_id, CASE
              WHEN bit_or(a.bit) FILTER (WHERE a.quality = 20) = all_places THEN 20
              WHEN bit_or(a.bit) FILTER (WHERE a.quality >= 16) = all_places THEN 16
              WHEN bit_or(a.bit) FILTER (WHERE a.quality >= 14) = all_places THEN 14
              WHEN bit_or(a.bit) FILTER (WHERE a.quality >= 12) = all_places THEN 12
              WHEN bit_or(a.bit) FILTER (WHERE a.quality >= 11) = all_places THEN 11
              WHEN bit_or(a.bit) FILTER (WHERE a.quality >= 10) = all_places THEN 10
              WHEN bit_or(a.bit) FILTER (WHERE a.quality >= 9) = all_places THEN 9
              WHEN bit_or(a.bit) FILTER (WHERE a.quality >= 8) = all_places THEN 8
              WHEN bit_or(a.bit) FILTER (WHERE a.quality >= 6) = all_places THEN 6
              ELSE 5
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
            WHERE p.id NOT IN (SELECT unnest(known))
              AND (p.removed_at IS NULL OR is_admin)
              AND (born IS NULL OR dates_overlap(p.birth_date, p.birth_date_precision, born, born_precision))
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
            SELECT p.id FROM patients p WHERE p.birth_date = ANY (birth_dates)
            UNION ALL
            SELECT p.id FROM patients p WHERE array_to_tsvector(patient_words(p.search_name, p.other_names)) @@ query
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
            WHERE birth_dates IS NULL AND sample_width IS NULL
            GROUP BY w.patient_id, alike.place
          ), scored AS (
            SELECT id, min(quality)::real AS score FROM found GROUP BY id HAVING count(*) = cardinality(asked)
          )
          SELECT p.id, scored.score FROM scored JOIN patients p USING (id)
          WHERE scored.score < done AND p.id NOT IN (SELECT unnest(known))
            AND (p.removed_at IS NULL OR is_admin)
            AND (born IS NULL OR dates_overlap(p.birth_date, p.birth_date_precision, born, born_precision))
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
    EXIT WHEN missing <= 0;
    done := 20;
  END LOOP;
END
$$;

-- For a release that knows only complete birth dates.
CREATE OR REPLACE FUNCTION search_patients(
  search text, born date, asked_gender text, asked_active boolean, after_score real, after_id uuid, most integer
) RETURNS TABLE (patient_id uuid, score real)
LANGUAGE sql STABLE ROWS 25
AS $$
  SELECT * FROM search_patients(
    search, born, CASE WHEN born IS NOT NULL THEN 'day' END, asked_gender, asked_active, after_score, after_id, most
  )
$$;

-- Returns all matches in no particular order, for callers that count or sort them.
CREATE OR REPLACE FUNCTION search_patients(search text) RETURNS TABLE (patient_id uuid, score real)
LANGUAGE sql STABLE
AS $$ SELECT * FROM search_patients(search, NULL, NULL, NULL, NULL, NULL, NULL, NULL) $$;

REVOKE ALL ON FUNCTION search_patients(text), search_patients(text, date, text, boolean, real, uuid, integer),
  search_patients(text, date, text, text, boolean, real, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_patients(text), search_patients(text, date, text, boolean, real, uuid, integer),
  search_patients(text, date, text, text, boolean, real, uuid, integer) TO app;
