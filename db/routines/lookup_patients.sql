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
