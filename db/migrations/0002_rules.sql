-- What drizzle-kit has no words for: exclusion constraints, triggers, forced row-level security, grants, functions.

ALTER TABLE reservations
  ADD CONSTRAINT reservations_medic_free EXCLUDE USING gist
    (medic_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (status IN ('scheduled', 'confirmed')),
  ADD CONSTRAINT reservations_patient_free EXCLUDE USING gist
    (patient_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (status IN ('scheduled', 'confirmed'));

-- Version and time of change, whoever writes the statement. An update that changes nothing keeps both; one that asks for
-- another version (because a part of the resource in another table has changed) gets the next.
CREATE FUNCTION touch_row() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  -- Generated columns are not computed yet when a BEFORE trigger runs.
  IF to_jsonb(NEW) - 'search_name' - 'updated_at' IS DISTINCT FROM to_jsonb(OLD) - 'search_name' - 'updated_at' THEN
    NEW.version := OLD.version + 1;
    NEW.updated_at := greatest(now(), OLD.updated_at);
  ELSE
    NEW.updated_at := OLD.updated_at;
  END IF;
  RETURN NEW;
END
$$;

DO $$
DECLARE
  table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['patients', 'medics', 'exams', 'reservations', 'files', 'assistant_sessions'] LOOP
    EXECUTE format('CREATE TRIGGER touch_row BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION touch_row()', table_name);
  END LOOP;
END
$$;

-- The columns of a patient record that a role may not change, as the permission table of the API has them.
CREATE FUNCTION guard_patient_columns() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
  before jsonb := to_jsonb(OLD) - 'version' - 'updated_at' - 'search_name';
  after jsonb := to_jsonb(NEW) - 'version' - 'updated_at' - 'search_name';
BEGIN
  IF caller_role() = 'patient' THEN
    before := before - 'email' - 'phone' - 'address';
    after := after - 'email' - 'phone' - 'address';
    IF before IS DISTINCT FROM after THEN
      RAISE insufficient_privilege USING MESSAGE = 'a patient may change contact data only';
    END IF;
  ELSIF caller_role() IN ('medic', 'staff')
    AND (NEW.account_subject IS DISTINCT FROM OLD.account_subject OR NEW.removed_at IS DISTINCT FROM OLD.removed_at) THEN
    RAISE insufficient_privilege USING MESSAGE = 'only an administrator may tie an account to a patient or remove one';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER guard_patient_columns BEFORE UPDATE ON patients
  FOR EACH ROW EXECUTE FUNCTION guard_patient_columns();

CREATE FUNCTION guard_patient_account() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  IF NEW.account_subject IS NOT NULL AND caller_role() IN ('medic', 'staff') THEN
    RAISE insufficient_privilege USING MESSAGE = 'only an administrator may tie an account to a patient';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER guard_patient_account BEFORE INSERT ON patients
  FOR EACH ROW EXECUTE FUNCTION guard_patient_account();

-- A patient may cancel an own appointment and change nothing else of it.
CREATE FUNCTION guard_reservation_columns() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  IF caller_role() = 'patient' AND (
    OLD.status NOT IN ('scheduled', 'confirmed')
    OR NEW.status IS DISTINCT FROM 'cancelled'
    OR to_jsonb(NEW) - 'version' - 'updated_at' - 'status' - 'cancellation_reason'
      IS DISTINCT FROM to_jsonb(OLD) - 'version' - 'updated_at' - 'status' - 'cancellation_reason') THEN
    RAISE insufficient_privilege USING MESSAGE = 'a patient may cancel a reservation and change nothing else of it';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER guard_reservation_columns BEFORE UPDATE ON reservations
  FOR EACH ROW EXECUTE FUNCTION guard_reservation_columns();

CREATE FUNCTION guard_new_reservation() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  IF caller_role() IN ('patient', 'service') AND (NEW.status <> 'scheduled' OR NEW.cancellation_reason IS NOT NULL) THEN
    RAISE insufficient_privilege USING MESSAGE = 'a patient may book a reservation in no other state than scheduled';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER guard_new_reservation BEFORE INSERT ON reservations
  FOR EACH ROW EXECUTE FUNCTION guard_new_reservation();

-- Who uploads a file may complete the upload; to classify or remove it is for medics and administrators.
CREATE FUNCTION guard_file_columns() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  IF caller_role() IN ('patient', 'staff') AND (
    to_jsonb(NEW) - 'version' - 'updated_at' - 'status' - 'upload_expires_at'
      IS DISTINCT FROM to_jsonb(OLD) - 'version' - 'updated_at' - 'status' - 'upload_expires_at'
    OR (NEW.status <> OLD.status AND NOT (OLD.status = 'pending' AND NEW.status IN ('available', 'rejected')))) THEN
    RAISE insufficient_privilege USING MESSAGE = 'only a medic or an administrator may classify or remove a file';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER guard_file_columns BEFORE UPDATE ON files
  FOR EACH ROW EXECUTE FUNCTION guard_file_columns();

-- Definer's rights: no role may write the history but through a change.
CREATE FUNCTION record_history() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  before jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) - 'search_name' END;
  after jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) - 'search_name' END;
  whole jsonb := coalesce(after, before);
BEGIN
  IF TG_OP = 'UPDATE' AND before = after THEN
    RETURN NULL;
  END IF;
  INSERT INTO row_history (table_name, row_id, patient_id, operation, before, after, actor_subject, actor_role, request_id)
  VALUES (
    TG_TABLE_NAME,
    (whole ->> 'id')::uuid,
    CASE WHEN TG_TABLE_NAME = 'patients' THEN (whole ->> 'id')::uuid ELSE (whole ->> 'patient_id')::uuid END,
    TG_OP,
    before,
    after,
    caller_subject(),
    caller_role(),
    nullif(current_setting('app.request_id', true), '')
  );
  RETURN NULL;
END
$$;

-- A first load of records is no change of one: inserts are kept by the row itself.
DO $$
DECLARE
  table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['patients', 'medical_history_entries', 'medics', 'exams', 'exam_results', 'reservations', 'files'] LOOP
    EXECUTE format(
      'CREATE TRIGGER record_history AFTER UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION record_history()',
      table_name
    );
  END LOOP;
END
$$;

CREATE FUNCTION refuse_change() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  RAISE insufficient_privilege USING MESSAGE = format('%s is append-only', TG_TABLE_NAME);
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON row_history
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Candidates of a patient search. Row-level security lets no index serve an operator that is not leakproof, and trigram
-- operators are not; so this reads with definer's rights, gives ids and scores only, and only to roles that may search.
-- Every word of the search must be found in the name, in any order: exactly, within a word, or with a typo.
-- A parameter of an extension can be set only in a session that has loaded it, and this one may not have until here.
DO $$ BEGIN PERFORM similarity('', ''); END $$;

CREATE FUNCTION search_patients(search text) RETURNS TABLE (patient_id uuid, score real)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
SET pg_trgm.word_similarity_threshold = 0.4
AS $$
DECLARE
  folded text := fold_text(btrim(search));
  words text[] := regexp_split_to_array(folded, '\s+');
  patterns text[] := ARRAY(
    SELECT '%' || replace(replace(replace(word, '\', '\\'), '%', '\%'), '_', '\_') || '%' FROM unnest(words) word
  );
  digits text := regexp_replace(search, '[\s().-]', '', 'g');
BEGIN
  IF coalesce(caller_role(), '') NOT IN ('admin', 'medic', 'staff', 'service') THEN
    RETURN;
  END IF;
  RETURN QUERY
    WITH found AS (
      SELECT p.id, 1 + word_similarity(folded, p.search_name) AS score
      FROM patients p
      WHERE p.search_name LIKE patterns[1] AND p.search_name LIKE ALL (patterns)
      UNION ALL
      SELECT p.id, (SELECT avg(word_similarity(word, p.search_name)) FROM unnest(words) word)
      FROM patients p
      WHERE words[1] <% p.search_name
        AND (SELECT bool_and(word <% p.search_name) FROM unnest(words) word)
      UNION ALL
      SELECT p.id, 3 FROM patients p WHERE p.national_id_number = btrim(search)
      UNION ALL
      SELECT p.id, 3 FROM patients p WHERE p.removed_at IS NULL AND lower(p.email) = lower(btrim(search))
      UNION ALL
      SELECT p.id, 3 FROM patients p WHERE p.phone = digits
    )
    SELECT found.id, max(found.score)::real FROM found GROUP BY found.id;
END
$$;

-- The instant of a wall-clock time. PostgreSQL takes the second of two instants that have the same wall-clock time when
-- the clocks go back; work starts with the first one.
CREATE FUNCTION first_instant_of(wall_clock timestamp, time_zone text) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
  SELECT coalesce(
    min(candidate) FILTER (WHERE candidate AT TIME ZONE time_zone = wall_clock),
    wall_clock AT TIME ZONE time_zone
  )
  FROM (VALUES
    (wall_clock AT TIME ZONE time_zone),
    ((wall_clock - interval '3 hours') AT TIME ZONE time_zone + interval '3 hours')
  ) AS candidates (candidate)
);

-- A medic's working time between two days of the clinic, both included, as instants. Wall-clock times are turned into
-- instants day by day, so a day of a daylight-saving change has an hour less or more.
CREATE FUNCTION working_time(working_hours jsonb, time_zone text, first_day date, last_day date) RETURNS tstzmultirange
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
  SELECT coalesce(
    range_agg(
      tstzrange(
        first_instant_of(day + (period ->> 'from')::time, time_zone),
        (day::date + CASE period ->> 'to' WHEN '24:00' THEN interval '24 hours' ELSE (period ->> 'to')::time - '00:00'::time END)
          AT TIME ZONE time_zone
      )
    ) FILTER (WHERE
      first_instant_of(day + (period ->> 'from')::time, time_zone)
      < (day::date + CASE period ->> 'to' WHEN '24:00' THEN interval '24 hours' ELSE (period ->> 'to')::time - '00:00'::time END)
          AT TIME ZONE time_zone
    ),
    '{}'::tstzmultirange
  )
  FROM generate_series(first_day::timestamp, last_day::timestamp, interval '1 day') day
  CROSS JOIN LATERAL jsonb_array_elements(working_hours) period
  WHERE (period ->> 'weekday')::integer = extract(isodow FROM day)
);

-- When a medic is taken, and not by whom: a patient who looks for a free slot may not see the reservations of others.
CREATE FUNCTION busy_time(medic uuid, first_instant timestamptz, last_instant timestamptz) RETURNS tstzmultirange
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF caller_role() IS NULL THEN
    RETURN '{}'::tstzmultirange;
  END IF;
  RETURN (
    SELECT coalesce(range_agg(tstzrange(starts_at, ends_at)), '{}'::tstzmultirange)
    FROM reservations
    WHERE medic_id = medic
      AND status IN ('scheduled', 'confirmed')
      AND tstzrange(starts_at, ends_at) && tstzrange(first_instant, last_instant)
  );
END
$$;

CREATE FUNCTION purge_idempotency_keys(most integer) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
  DELETE FROM idempotency_keys
  WHERE ctid = ANY (ARRAY(SELECT ctid FROM idempotency_keys WHERE expires_at < now() ORDER BY expires_at LIMIT most FOR UPDATE SKIP LOCKED));
END;

INSERT INTO application_keys (purpose, key) VALUES ('cursor', gen_random_bytes(32));

-- Row-level security holds for the owner as well: no statement of any role but a superuser's escapes it.
DO $$
DECLARE
  class regclass;
BEGIN
  FOR class IN
    SELECT oid FROM pg_class WHERE relkind = 'r' AND relrowsecurity
      AND relnamespace IN ('public'::regnamespace, 'bedrock_integration'::regnamespace)
  LOOP
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', class);
  END LOOP;
END
$$;

REVOKE ALL ON FUNCTION record_history(), search_patients(text), busy_time(uuid, timestamptz, timestamptz), purge_idempotency_keys(integer)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_patients(text), busy_time(uuid, timestamptz, timestamptz), purge_idempotency_keys(integer)
  TO app;

GRANT SELECT, INSERT, UPDATE ON patients, medics, exams, reservations, files, assistant_sessions TO app;
GRANT SELECT, INSERT, UPDATE, DELETE ON medical_history_entries TO app;
GRANT SELECT, INSERT ON exam_results, assistant_messages, audit_events TO app;
GRANT SELECT, INSERT, UPDATE ON loaded_resources TO app;
GRANT SELECT ON row_history, application_keys TO app;
GRANT SELECT, INSERT, DELETE ON idempotency_keys TO app;
GRANT USAGE ON SCHEMA bedrock_integration TO app, readonly, bedrock_user;
GRANT SELECT, INSERT, UPDATE, DELETE ON bedrock_integration.knowledge_base TO app, bedrock_user;

GRANT SELECT ON ALL TABLES IN SCHEMA public, bedrock_integration TO readonly;
REVOKE ALL ON application_keys, idempotency_keys FROM readonly;
