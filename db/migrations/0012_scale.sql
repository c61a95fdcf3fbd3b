CREATE TABLE "name_words" (
	"word" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "name_words" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "patient_name_words" (
	"patient_id" uuid NOT NULL,
	"word" text NOT NULL,
	CONSTRAINT "patient_name_words_patient_id_word_pk" PRIMARY KEY("patient_id","word")
);
--> statement-breakpoint
ALTER TABLE "patient_name_words" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "patient_name_words" ADD CONSTRAINT "patient_name_words_patient_id_patients_id_fk" FOREIGN KEY ("patient_id") REFERENCES "public"."patients"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "name_words_word" ON "name_words" USING btree (word text_pattern_ops);--> statement-breakpoint
CREATE INDEX "name_words_trigram" ON "name_words" USING gin (word gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "patient_name_words_word" ON "patient_name_words" USING btree ("word","patient_id");--> statement-breakpoint
CREATE INDEX "exam_results_code" ON "exam_results" USING btree ("code","effective_at","id");--> statement-breakpoint
CREATE INDEX "exam_results_status" ON "exam_results" USING btree ("status","effective_at","id");--> statement-breakpoint
CREATE INDEX "files_category" ON "files" USING btree ("category","created_at","id");--> statement-breakpoint
CREATE INDEX "files_status" ON "files" USING btree ("status","created_at","id");--> statement-breakpoint
CREATE INDEX "medics_account_subject" ON "medics" USING btree ("account_subject");--> statement-breakpoint
CREATE INDEX "patients_gender" ON "patients" USING btree ("gender","created_at","id");--> statement-breakpoint
CREATE INDEX "patients_active" ON "patients" USING btree ("active","created_at","id");--> statement-breakpoint
CREATE POLICY "name_words_migrator" ON "name_words" AS PERMISSIVE FOR ALL TO "migrator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "patient_name_words_migrator" ON "patient_name_words" AS PERMISSIVE FOR ALL TO "migrator" USING (true) WITH CHECK (true);--> statement-breakpoint
ALTER POLICY "assistant_messages_select" ON "assistant_messages" TO app USING (session_id in (select id from assistant_sessions) and not exists (
      select from (select value::uuid as id from jsonb_array_elements_text(coalesce(usage -> 'patientIds', '[]')) offset 0) as told
      where not exists (select from patients where patients.id = told.id offset 0)));--> statement-breakpoint
ALTER TABLE name_words FORCE ROW LEVEL SECURITY;
ALTER TABLE patient_name_words FORCE ROW LEVEL SECURITY;

-- The words of a name: what commas, dots and hyphens divide apart and as one, so that Anne-Marie is Anne Marie and Annemarie.
CREATE FUNCTION name_words_of(folded text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ARRAY(
  SELECT DISTINCT word
  FROM regexp_split_to_table(translate(folded, '.,-', '   ') || ' ' || translate(folded, '.,-', ''), '\s+') word
  WHERE word <> ''
  ORDER BY word
);

-- Keeps the words with the names, whoever writes them. A word stays in name_words when nobody bears it any more, and two
-- transactions that bring the same new one both add it: neither waits for the other, and a search takes both for one.
CREATE FUNCTION keep_name_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  words text[] := name_words_of(NEW.search_name);
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
CREATE TRIGGER keep_name_words AFTER INSERT OR UPDATE OF given_name, family_name ON patients
  FOR EACH ROW EXECUTE FUNCTION keep_name_words();

INSERT INTO patient_name_words (patient_id, word)
SELECT id, word FROM patients, unnest(name_words_of(search_name)) word ORDER BY id, word;
INSERT INTO name_words (word) SELECT DISTINCT word FROM patient_name_words;
ANALYZE name_words;
ANALYZE patient_name_words;

-- The words of a name in one value: a patient who has all of some words is found without looking at those who have one.
CREATE INDEX patients_name_words ON patients USING gin (array_to_tsvector(name_words_of(search_name)));

-- Patients whom a search finds, the best first, with their score. Every word of the search must be in the name, in any
-- order: as a whole (10), as the beginning of a word (9), within one (8), or with a typo (6 or 4, by how alike the trigrams
-- are); two letters are taken for a beginning alone. The worst of them is the patient's score. A national id, an e-mail
-- address or a phone number, each whole, scores 30; how the id or the number is divided makes no difference. Patients of one
-- score are in the order of their ids, from the highest.
--
-- Given `most`, it finds that many behind a score and an id and looks no further, so that what many bear costs as little as
-- what few do:
-- 1. The words are compared with those that occur, which are few however many patients there are.
-- 2. A sample, the patients with the highest ids, tells how many have each score: ids are random, so it is a fair one.
-- 3. Scores that few have are found by the index of all words of a name, several at once; of a score that many have, the
--    highest ids are gone through until there are enough.
--
-- With definer's rights, because what it reads tells names: it gives ids and scores only, to roles that may search.
DO $$ BEGIN PERFORM similarity('', ''); END $$;

CREATE FUNCTION search_patients(
  search text, born date, asked_gender text, asked_active boolean, after_score real, after_id uuid, most integer
) RETURNS TABLE (patient_id uuid, score real)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 25
SET search_path = pg_catalog, public, pg_temp
SET pg_trgm.word_similarity_threshold = 0.4
-- One plan for all words: it goes by indexes whatever they are, and planning anew costs as much as the search.
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
AS $$
#variable_conflict use_column
DECLARE
  sample_patients CONSTANT integer := 10000;
  -- Of the sample; with no more, all who have that score are looked at.
  many CONSTANT integer := 1;
  -- Words in the place of one that the index is asked for. With more, as a single letter has, the other places tell who may
  -- be meant: the index compares each word with all others, and its stack has an end.
  most_at_once CONSTANT integer := 1000;
  -- Of ids, as the number that their first 32 bits are.
  all_ids CONSTANT bigint := 4294967296;
  asked text[] := name_words_of(translate(fold_text(search), '.,-', '   '));
  -- Words like one that was asked for: the more are asked for, the less each needs to be forgiven.
  nearest integer := greatest(6, 24 / greatest(cardinality(asked), 1));
  id_key text := nullif(identifier_key(search), '');
  -- Also without its plus, which is a blank in a URL that nobody encoded.
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
  -- Scores that many have.
  frequent integer[] := '{}';
  scores integer[];
  level integer;
  -- Scores from this one on are done.
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
        -- By the whole word: a typo in the middle is less like its word than what only begins the same.
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
  -- A birth date leaves few, all are wanted, or all are no more than some samples: then no sample is needed.
  SELECT floor(all_ids * sample_patients::double precision / greatest(reltuples, 1)) INTO sample_width
  FROM pg_class WHERE oid = 'patients'::regclass;
  IF born IS NOT NULL OR most IS NULL OR sample_width > all_ids / 2 THEN
    sample_width := NULL;
  ELSE
    lower_end := all_ids - sample_width;
    SELECT array_agg(patient_id), array_agg(score) INTO sample_ids, sample_scores FROM (
      SELECT patient_id, min(quality) AS score FROM (
        SELECT w.patient_id, a.place, max(a.quality) AS quality
        FROM unnest(places, words, qualities) AS a (place, word, quality)
        JOIN patient_name_words w ON w.word = a.word
          AND w.patient_id >= (lpad(to_hex(lower_end), 8, '0') || '-0000-0000-0000-000000000000')::uuid
        GROUP BY w.patient_id, a.place
      ) found GROUP BY patient_id HAVING count(*) = cardinality(asked)
    ) scored;
    frequent := ARRAY(SELECT score FROM unnest(sample_scores) score GROUP BY score HAVING count(*) > many);
  END IF;

  WHILE cardinality(scores) > 0 LOOP
    level := scores[1];
    scores := scores[2:];
    IF level = ANY (frequent) THEN
      upper_end := CASE WHEN level = after_score THEN ('x' || left(after_id::text, 8))::bit(32)::bigint + 1 ELSE all_ids END;
      -- As wide as should have what is missing, going by the sample, which has what is in it already.
      SELECT ceil(1.3 * sample_width * missing / count(*)) INTO width FROM unnest(sample_scores) score WHERE score = level;
      lower_end := greatest(upper_end - CASE WHEN upper_end = all_ids THEN sample_width ELSE width END, 0);
      LOOP
        RETURN QUERY
          WITH scored AS (
            SELECT id, score::real FROM unnest(sample_ids, sample_scores) AS sample (id, score)
            WHERE upper_end = all_ids AND score = level
            UNION ALL
            SELECT patient_id, min(quality)::real FROM (
              SELECT w.patient_id, a.place, max(a.quality) AS quality
              FROM unnest(places, words, qualities) AS a (place, word, quality)
              JOIN patient_name_words w ON w.word = a.word
                AND w.patient_id >= (lpad(to_hex(lower_end), 8, '0') || '-0000-0000-0000-000000000000')::uuid
                AND w.patient_id <= (lpad(to_hex(upper_end - 1), 8, '0') || '-ffff-ffff-ffff-ffffffffffff')::uuid
              WHERE upper_end < all_ids AND a.quality >= level
              GROUP BY w.patient_id, a.place
            ) found GROUP BY patient_id HAVING count(*) = cardinality(asked) AND min(quality) = level
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
      -- With it all scores up to the next that many have.
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
          -- OFFSET keeps the planner from reading all who bear the words.
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

-- All whom a search finds, in no order: for those who count or sort them.
CREATE OR REPLACE FUNCTION search_patients(search text) RETURNS TABLE (patient_id uuid, score real)
LANGUAGE sql STABLE
AS $$ SELECT * FROM search_patients(search, NULL, NULL, NULL, NULL, NULL, NULL) $$;

REVOKE ALL ON FUNCTION search_patients(text, date, text, boolean, real, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_patients(text, date, text, boolean, real, uuid, integer) TO app;

-- When medics are taken, and not by whom; as busy_time tells of one. Medics who are free all the time are left out.
CREATE FUNCTION busy_times(medics uuid[], first_instant timestamptz, last_instant timestamptz)
RETURNS TABLE (medic_id uuid, busy tstzmultirange)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off
AS $$
BEGIN
  IF caller_role() IS NULL THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT medic.id, range_agg(taken.period)
    FROM unnest(medics) AS medic (id)
    -- OFFSET: one look into the index for each medic, in place of one into all reservations of the stretch.
    CROSS JOIN LATERAL (
      SELECT tstzrange(starts_at, ends_at) AS period FROM reservations
      WHERE reservations.medic_id = medic.id
        AND status IN ('scheduled', 'confirmed')
        AND tstzrange(starts_at, ends_at) && tstzrange(first_instant, last_instant)
      OFFSET 0
    ) taken
    GROUP BY medic.id;
END
$$;
REVOKE ALL ON FUNCTION busy_times(uuid[], timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION busy_times(uuid[], timestamptz, timestamptz) TO app;

-- Events of the trail that are about a patient, for administrators. Row-level security keeps an index from serving what is
-- within an array: without this function all events are read to find those of one patient.
CREATE FUNCTION audit_events_about(patient uuid) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF caller_role() IS DISTINCT FROM 'admin' THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT event.id FROM audit_events event WHERE event.patient_ids @> ARRAY[patient];
END
$$;
REVOKE ALL ON FUNCTION audit_events_about(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_events_about(uuid) TO app;
