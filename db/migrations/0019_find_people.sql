-- The form in which the search compares names: fold_text, without the marks that people leave out (hamza, vowel points,
-- tonos), without invisible characters, with one form of letters that end a word (ς, ى, ة), and with one character for
-- all apostrophes, hyphens and dots between names. NFC at the end puts Hangul syllables together again.
CREATE OR REPLACE FUNCTION fold_name(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
  WHEN value ~ '^[ -~]*$' THEN lower(translate(value, '()"`', '   '''))
  ELSE normalize(
    translate(
      regexp_replace(
        normalize(
          fold_text(regexp_replace(
            value, '[\x01-\x08\x0E-\x1F\x7F-\x9F\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]', '', 'g'
          )),
          NFKD
        ),
        '[\u0300-\u036F\u0591-\u05BD\u05BF-\u05C7\u0610-\u061A\u0640\u064B-\u065F\u0670]', '', 'g'
      ),
      'ςىیکة' || '`´ʻʼ‘’׳' || '־‐‑–—' || '·・･、()"',
      'σييكه' || repeat('''', 7) || repeat('-', 5) || repeat(' ', 7)
    ),
    NFC
  )
END;

-- A whole name as one word, so that its parts are found however they are joined or split.
CREATE OR REPLACE FUNCTION name_key(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(fold_name(name), '[\s.,''-]+', '', 'g');

-- The words of a name, and the words that people write together: parts joined by dots, hyphens or apostrophes
-- (Anne-Marie is anne, marie and annemarie), particles and the name that follows (de la Cruz is also delacruz and
-- lacruz), and all parts of a name in a script that is written without spaces, whichever part comes first (王小明).
-- Names outside pg_catalog are qualified, because indexes call this function with another search_path.
CREATE OR REPLACE FUNCTION name_words_of(folded text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  -- Longer than two letters; every shorter part counts as a particle.
  particles CONSTANT text[] := '{abd,abdel,abdul,abu,ben,bin,bint,dal,das,del,dela,dell,della,den,der,des,dos,ibn,las,los,mac,'
    'ould,san,santa,ter,ten,tho,van,vande,vander,von,vom,zum,zur,عبد,ابو,ابن,בית,фон,ван,дер,ибн,де,παπα,χατζη}';
  parts text[] := '{}';
  words text[] := '{}';
  written text;
  joined text;
BEGIN
  FOREACH written IN ARRAY regexp_split_to_array(translate(public.fold_name(folded), ',', ' '), '\s+') LOOP
    words := words || translate(written, '.''-', '');
    parts := parts || regexp_split_to_array(written, '[.''-]+');
  END LOOP;
  parts := array_remove(parts, '');
  words := words || parts;
  FOR opening IN 1 .. cardinality(parts) - 1 LOOP
    joined := parts[opening];
    FOR closing IN opening + 1 .. least(opening + 3, cardinality(parts)) LOOP
      EXIT WHEN length(parts[closing - 1]) > 2 AND parts[closing - 1] <> ALL (particles);
      joined := joined || parts[closing];
      words := words || joined;
    END LOOP;
  END LOOP;
  joined := array_to_string(parts, '');
  IF cardinality(parts) BETWEEN 2 AND 4 AND joined ~ '^[\u3005-\u3007\u3040-\u30FF\u3400-\u9FFF\uAC00-\uD7A3\uF900-\uFAFF]+$' THEN
    FOR opening IN 1 .. cardinality(parts) LOOP
      words := words || (array_to_string(parts[opening:], '') || array_to_string(parts[: opening - 1], ''));
    END LOOP;
  END IF;
  RETURN ARRAY(SELECT DISTINCT word FROM unnest(words) word WHERE word <> '' ORDER BY word);
END
$$;

-- The words by which a patient is found: those of the current name, and those that only other names have, such as a
-- maiden name. The latter end in a unit separator, which no name contains, so that the search can rank them lower.
CREATE OR REPLACE FUNCTION patient_words(search_name text, other_names jsonb) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
  WHEN other_names IS NULL OR jsonb_typeof(other_names) <> 'array' THEN name_words_of(search_name)
  ELSE (
    SELECT current.words || ARRAY(
      SELECT DISTINCT word || E'\x1F'
      FROM jsonb_array_elements(other_names) other
      CROSS JOIN unnest(name_words_of(concat_ws(' ', other ->> 'givenName', other ->> 'familyName'))) word
      WHERE word <> ALL (current.words)
    )
    FROM (SELECT name_words_of(search_name) AS words OFFSET 0) current
  )
END;

-- A word, and the word without each one of its letters. Two words that are one edit apart (a letter missing, added or
-- replaced, or two neighbors swapped) have at least one of these in common, so an index finds all of them, in any script
-- and however short they are. Trigrams miss most swapped letters in short words.
CREATE OR REPLACE FUNCTION word_deletes(word text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
  SELECT array_agg(DISTINCT CASE nth WHEN 0 THEN plain ELSE left(plain, nth - 1) || substr(plain, nth + 1) END)
  FROM (SELECT rtrim(word, E'\x1F') AS plain OFFSET 0) marked
  CROSS JOIN LATERAL generate_series(0, CASE WHEN length(plain) BETWEEN 3 AND 40 THEN length(plain) ELSE 0 END) nth
);

-- How close two words are that are one edit apart: 3 if they have the same letters, two of them swapped or one doubled; 2
-- if a letter is missing, added or replaced; 1 if it is the first letter, which people rarely get wrong. 0 if the words
-- are equal or differ in more than that.
CREATE OR REPLACE FUNCTION edit_closeness(asked text, known text) RETURNS integer
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  same integer := 0;
BEGIN
  IF asked = known OR abs(length(asked) - length(known)) > 1 THEN
    RETURN 0;
  ELSIF length(asked) <> length(known)
    AND regexp_replace(asked, '(.)\1', '\1', 'g') = regexp_replace(known, '(.)\1', '\1', 'g') THEN
    RETURN 3;
  END IF;
  WHILE substr(asked, same + 1, 1) = substr(known, same + 1, 1) LOOP
    same := same + 1;
  END LOOP;
  asked := substr(asked, same + 1);
  known := substr(known, same + 1);
  RETURN CASE
    WHEN left(asked, 1) = substr(known, 2, 1) AND left(known, 1) = substr(asked, 2, 1)
      AND substr(asked, 3) = substr(known, 3) AND length(asked) > 1 THEN 3
    WHEN substr(asked, 2) = substr(known, 2) OR asked = substr(known, 2) OR substr(asked, 2) = known THEN CASE same WHEN 0 THEN 1 ELSE 2 END
    ELSE 0
  END;
END
$$;

-- The keys of all identifiers in patients.identifiers, whatever their system.
CREATE OR REPLACE FUNCTION identifier_keys(identifiers jsonb) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ARRAY(
  SELECT DISTINCT identifier_key(value #>> '{}')
  FROM jsonb_path_query(identifiers, '$[*].value') value
  WHERE identifier_key(value #>> '{}') <> ''
);

-- The digits of a phone number from the last to the first, so that an index finds numbers by how they end.
CREATE OR REPLACE FUNCTION phone_key(phone text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN reverse(regexp_replace(phone, '\D', '', 'g'));

-- Whether two dates, of which the year, the month or the day is known, can be the same.
CREATE OR REPLACE FUNCTION dates_overlap(one date, one_precision text, other date, other_precision text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN date_trunc(
  CASE WHEN 'year' IN (one_precision, other_precision) THEN 'year'
    WHEN 'month' IN (one_precision, other_precision) THEN 'month'
    ELSE 'day' END,
  one::timestamp
) = date_trunc(
  CASE WHEN 'year' IN (one_precision, other_precision) THEN 'year'
    WHEN 'month' IN (one_precision, other_precision) THEN 'month'
    ELSE 'day' END,
  other::timestamp
);

-- Finds patients by a phone number as people write or say it, by its digits from the end: with or without country code,
-- 00 for the plus, and the digit that some countries dial before a national number (0; 8 in Russia; 06 in Hungary).
-- Returns how well the numbers agree: 1 if they are equal, 0.9 if only one of them has the country code, which has at most
-- three digits, and 0.5 if at least seven digits agree. The plus may be missing: in a URL that was not encoded, it means
-- a space.
CREATE OR REPLACE FUNCTION patients_with_phone(written text) RETURNS TABLE (patient_id uuid, agreement double precision)
LANGUAGE plpgsql STABLE STRICT ROWS 5
AS $$
DECLARE
  fewest CONSTANT integer := 7;
  plain text := translate(
    regexp_replace(normalize(written, NFKC), '^tel:|\(0\)', '', 'g'), '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹', '01234567890123456789'
  );
  is_international boolean := plain ~ '^\W*(\+|00)';
  digits text := reverse(phone_key(plain));
  keys text[];
BEGIN
  IF plain !~ '^[^[:alpha:]]+$' THEN
    RETURN;
  END IF;
  digits := CASE WHEN is_international THEN regexp_replace(digits, '^00', '') ELSE digits END;
  keys := ARRAY(
    SELECT DISTINCT reverse(form)
    FROM unnest(ARRAY[
      digits,
      CASE WHEN NOT is_international AND digits ~ '^0' THEN substr(digits, 2) END,
      CASE WHEN NOT is_international AND digits ~ '^06' THEN substr(digits, 3) END,
      CASE WHEN NOT is_international AND digits ~ '^8\d{10}$' THEN substr(digits, 2) END
    ]) form
    WHERE length(form) >= fewest
  );
  RETURN QUERY
    SELECT p.id, max(CASE
      WHEN length(match.key) = length(phone_key(p.phone)) THEN 1
      WHEN abs(length(match.key) - length(phone_key(p.phone))) <= 3 THEN 0.9
      ELSE 0.5
    END)::double precision
    FROM (
      -- The same number, or with fewer digits than the stored one: ':' follows '9'.
      SELECT key, key AS first, key || CASE WHEN is_international THEN E'\x01' ELSE ':' END AS last FROM unnest(keys) key
      UNION ALL
      -- With more digits than the stored one.
      SELECT key, left(key, places), left(key, places) || E'\x01'
      FROM unnest(keys) key
      CROSS JOIN LATERAL generate_series(greatest(fewest, length(key) - 3), length(key) - 1) places
    ) match
    JOIN patients p ON phone_key(p.phone) ~>=~ match.first AND phone_key(p.phone) ~<~ match.last
    GROUP BY p.id;
END
$$;

REVOKE ALL ON FUNCTION patients_with_phone(text) FROM PUBLIC;

-- The words of names that are like a word of a search, with how well they match (see search_patients) and, if they are
-- one edit apart, how close they are (see edit_closeness). `nearest` limits those that are only similar.
CREATE OR REPLACE FUNCTION words_like(wanted text, nearest integer)
RETURNS TABLE (word text, quality integer, closeness integer)
LANGUAGE plpgsql STABLE STRICT ROWS 50
AS $$
#variable_conflict use_column
DECLARE
  -- Words one edit apart to consider. Only words of three letters have more.
  most_edited CONSTANT integer := 60;
  sound text := sound_text(wanted);
BEGIN
  IF length(wanted) < 3 THEN
    RETURN QUERY
      SELECT DISTINCT n.word, CASE WHEN n.word = wanted THEN 20 WHEN n.word LIKE E'%\x1F' THEN 12 ELSE 16 END, 0
      FROM name_words n WHERE n.word ~>=~ wanted AND n.word ~<~ (wanted || chr(1114111));
    RETURN;
  END IF;
  RETURN QUERY
    WITH edited AS MATERIALIZED (
      SELECT DISTINCT n.word, edit_closeness(wanted, rtrim(n.word, E'\x1F')) AS closeness
      FROM name_words n WHERE word_deletes(n.word) && word_deletes(wanted)
    ), found AS (
      (SELECT word FROM edited WHERE closeness > 0
      ORDER BY closeness DESC, similarity(wanted, word) DESC, word LIMIT most_edited)
      UNION
      SELECT n.word FROM name_words n
      WHERE n.word LIKE '%' || replace(replace(replace(wanted, '\', '\\'), '%', '\%'), '_', '\_') || '%'
      UNION
      -- Similarity of the whole word: a typo in the middle is less similar to its word than another word with the same
      -- beginning.
      (SELECT n.word FROM name_words n WHERE wanted <% n.word
      GROUP BY n.word ORDER BY similarity(wanted, n.word) DESC, n.word LIMIT nearest)
      UNION
      (SELECT n.word FROM name_words n WHERE sound <% sound_text(n.word)
      GROUP BY n.word ORDER BY similarity(sound, sound_text(n.word)) DESC, n.word LIMIT nearest)
    ), judged AS (
      SELECT word, coalesce(closeness, 0) AS closeness, CASE
        WHEN word LIKE E'%\x1F' THEN CASE WHEN strpos(word, wanted) > 0 THEN 12 WHEN closeness > 0 THEN 5 END
        WHEN word = wanted THEN 20
        WHEN starts_with(word, wanted) THEN 16
        WHEN strpos(word, wanted) > 0 THEN 14
        WHEN closeness > 0 THEN 8 + closeness
        WHEN word_similarity(wanted, word) >= 0.6 THEN 8
        ELSE 6
      END AS quality
      FROM found LEFT JOIN edited USING (word)
    )
    SELECT word, quality, closeness FROM judged WHERE quality IS NOT NULL;
END
$$;

REVOKE ALL ON FUNCTION words_like(text, integer) FROM PUBLIC;

-- Keeps the word tables in step with the names of patients. A word stays in name_words when no patient has it any more,
-- and two transactions that introduce the same word both add it: neither waits for the other, and a search ignores the
-- duplicate.
CREATE OR REPLACE FUNCTION keep_name_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  words text[] := patient_words(NEW.search_name, NEW.other_names);
BEGIN
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM patient_name_words WHERE patient_id = NEW.id AND word <> ALL (words);
  END IF;
  INSERT INTO patient_name_words (patient_id, word) SELECT NEW.id, word FROM unnest(words) word ON CONFLICT DO NOTHING;
  INSERT INTO name_words (word)
  SELECT borne.word FROM unnest(words) AS borne (word)
  WHERE NOT EXISTS (SELECT FROM name_words known WHERE known.word = borne.word);
  RETURN NULL;
END
$$;

REVOKE ALL ON FUNCTION keep_name_words() FROM PUBLIC;

CREATE OR REPLACE TRIGGER keep_name_words AFTER INSERT OR UPDATE OF given_name, family_name, other_names ON patients
  FOR EACH ROW EXECUTE FUNCTION keep_name_words();

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

-- Finds the patients who best match partial details, with a score from 0 to 1 and the criteria that each one matched.
-- The score is the weighted mean of all criteria in the request; an identifier weighs more than a name. A birth date
-- alone finds everyone born on that day; next to another criterion it only raises or lowers the score. A near match
-- never counts as matched, because callers may take a match as proof of identity; nor does a birth date of which only
-- the year or month is known. Removed patients are never found.
-- People with similar names are found by search_patients. If it finds few, one word of the name may be wrong or
-- missing in the record.
-- SECURITY DEFINER for the same reason as search_patients: it returns ids and scores only, and only to roles that may
-- look up patients.
CREATE OR REPLACE FUNCTION lookup_patients(
  asked_name text, asked_national_id text, asked_email text, asked_phone text, asked_birth_date date, most integer
) RETURNS TABLE (patient_id uuid, score double precision, matched text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10
SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
  -- People to compare by name.
  most_named CONSTANT integer := 100;
  few CONSTANT integer := 20;
  folded text := fold_text(asked_name);
  parts text[] := array_remove(regexp_split_to_array(fold_name(asked_name), '[\s.,-]+'), '');
  id_key text := nullif(identifier_key(asked_national_id), '');
  is_date_alone boolean := coalesce(asked_name, asked_national_id, asked_email, asked_phone) IS NULL;
  named uuid[];
  name_scores real[];
  near uuid[] := '{}';
BEGIN
  IF coalesce(caller_role(), '') NOT IN ('admin', 'medic', 'service') THEN
    RETURN;
  END IF;

  IF asked_name IS NOT NULL THEN
    SELECT array_agg(scored.id), array_agg(scored.score) INTO named, name_scores FROM (
      SELECT candidate.patient_id AS id, candidate.score
      FROM search_patients(asked_name, NULL, NULL, NULL, NULL, NULL, NULL, most_named) candidate
      UNION
      SELECT candidate.patient_id, candidate.score
      FROM search_patients(asked_name, asked_birth_date, 'day', NULL, NULL, NULL, NULL, most_named) candidate
      WHERE asked_birth_date IS NOT NULL
    ) scored;
    IF coalesce(cardinality(named), 0) < few AND cardinality(parts) BETWEEN 2 AND 6 THEN
      FOR left_out IN 1 .. cardinality(parts) LOOP
        near := near || ARRAY(
          SELECT candidate.patient_id FROM search_patients(
            array_to_string(parts[: left_out - 1] || parts[left_out + 1 :], ' '),
            NULL, NULL, NULL, NULL, NULL, NULL, most_named / cardinality(parts)
          ) candidate
        );
      END LOOP;
    END IF;
  END IF;

  RETURN QUERY
    WITH phoned AS MATERIALIZED (
      SELECT caller.patient_id, caller.agreement FROM patients_with_phone(asked_phone) caller
    ), named AS MATERIALIZED (
      SELECT scored.id, max(scored.score) AS best FROM unnest(named, name_scores) AS scored (id, score) GROUP BY scored.id
    ), born AS (
      SELECT p AS patient
      FROM patients p
      WHERE is_date_alone AND p.birth_date = asked_birth_date AND p.birth_date_precision = 'day' AND p.removed_at IS NULL
      ORDER BY p.id
      LIMIT most
    ), found AS (
      SELECT p AS patient FROM patients p WHERE p.id = ANY (named || near)
      UNION ALL
      SELECT patient FROM born
      UNION ALL
      SELECT p FROM patients p WHERE identifier_key(p.national_id_number) = id_key
      UNION ALL
      SELECT p FROM patients p WHERE identifier_keys(p.identifiers) @> ARRAY[id_key]
      UNION ALL
      SELECT p FROM patients p WHERE lower(p.email) = lower(asked_email) AND p.removed_at IS NULL
      UNION ALL
      SELECT p FROM patients p WHERE p.id IN (SELECT phoned.patient_id FROM phoned)
    ), compared AS (
      SELECT (patient).id, place, criterion, weight, coalesce(agreement, 0) AS agreement, match_from
      FROM (SELECT DISTINCT ON ((patient).id) patient FROM found WHERE (patient).removed_at IS NULL) candidates
      CROSS JOIN LATERAL (VALUES
        -- Trigrams don't see that a name is joined, split, former or mistyped; the search does.
        (1, 'name', 3, folded IS NOT NULL, greatest(name_agreement(folded, (patient).search_name), (
          SELECT CASE WHEN best >= 24 THEN 1 WHEN best >= 17 THEN 0.75 + 0.02 * (best - 17) WHEN best BETWEEN 9 AND 12 THEN 0.5 END
          FROM named WHERE named.id = (patient).id
        )), 0.35),
        (2, 'nationalId', 5, asked_national_id IS NOT NULL, (
          identifier_key((patient).national_id_number) = id_key
          OR coalesce(identifier_keys((patient).identifiers) @> ARRAY[id_key], false)
        )::integer, 1),
        (3, 'email', 4, asked_email IS NOT NULL, (lower((patient).email) = lower(asked_email))::integer, 1),
        (4, 'phone', 4, asked_phone IS NOT NULL,
          (SELECT agreement FROM phoned WHERE phoned.patient_id = (patient).id), 0.9),
        (5, 'birthDate', 2, asked_birth_date IS NOT NULL, CASE
          WHEN (patient).birth_date_precision = 'day' THEN birth_date_agreement(asked_birth_date, (patient).birth_date)
          WHEN dates_overlap(asked_birth_date, 'day', (patient).birth_date, (patient).birth_date_precision) THEN 0.8
        END, 1)
      ) AS criteria (place, criterion, weight, is_asked, agreement, match_from)
      WHERE is_asked
    )
    SELECT
      compared.id,
      sum(weight * agreement) / sum(weight),
      array_agg(criterion ORDER BY place) FILTER (WHERE agreement >= match_from)
    FROM compared
    GROUP BY compared.id
    HAVING bool_or(agreement >= match_from)
    ORDER BY 2 DESC, 1
    LIMIT most;
END
$$;

REVOKE ALL ON FUNCTION lookup_patients(text, text, text, text, date, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lookup_patients(text, text, text, text, date, integer) TO app;

-- The words of existing names. Only names with other characters than these lose a word.
DELETE FROM patient_name_words w USING patients p
WHERE p.id = w.patient_id AND p.search_name ~ '[^a-z0-9 .,-]' AND w.word <> ALL (patient_words(p.search_name, p.other_names));
INSERT INTO patient_name_words (patient_id, word)
SELECT p.id, word FROM patients p CROSS JOIN LATERAL unnest(patient_words(p.search_name, p.other_names)) word
EXCEPT SELECT patient_id, word FROM patient_name_words;
INSERT INTO name_words (word) SELECT DISTINCT word FROM patient_name_words EXCEPT SELECT word FROM name_words;
--> statement-breakpoint
CREATE INDEX "name_words_sound" ON "name_words" USING gin (sound_text(word) gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "name_words_deletes" ON "name_words" USING gin (word_deletes(word));--> statement-breakpoint
CREATE INDEX "patients_words" ON "patients" USING gin (array_to_tsvector(patient_words(search_name, other_names)));--> statement-breakpoint
CREATE INDEX "patients_name_key" ON "patients" USING btree (name_key(given_name || family_name));--> statement-breakpoint
CREATE INDEX "patients_name_key_family_first" ON "patients" USING btree (name_key(family_name || given_name));--> statement-breakpoint
CREATE INDEX "patients_phone_key" ON "patients" USING btree (phone_key(phone) text_pattern_ops);--> statement-breakpoint
CREATE INDEX "patients_identifier_keys" ON "patients" USING gin (identifier_keys(identifiers));--> statement-breakpoint
-- Last, because this locks out the readers of patients until the migration commits.
DROP INDEX "patients_search_name_trigram";--> statement-breakpoint
DROP INDEX "patients_name_words";--> statement-breakpoint
DROP INDEX "patients_phone";--> statement-breakpoint
DROP INDEX "patients_search_sound_trigram";
