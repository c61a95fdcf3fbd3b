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
