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
