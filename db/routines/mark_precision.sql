-- Resets the precision of a date when an update sets the date but not its precision: a release that doesn't know the
-- precision means a full date. Three triggers find out which columns the statement sets, in the order of their names:
-- the first marks the precision, the second removes the mark if the statement sets the precision too, and the third
-- resets a precision that is still marked. Comparing old and new values isn't enough: 1980 to 1981 keeps the precision.
CREATE OR REPLACE FUNCTION mark_precision() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
  -- The precision column and the step.
  given text := to_jsonb(NEW) ->> TG_ARGV[0];
  marked boolean := starts_with(given, '?');
BEGIN
  RETURN jsonb_populate_record(NEW, jsonb_build_object(TG_ARGV[0], CASE TG_ARGV[1]
    WHEN 'mark' THEN '?' || given
    WHEN 'keep' THEN CASE WHEN marked THEN substr(given, 2) ELSE given END
    ELSE CASE WHEN marked THEN 'day' ELSE given END
  END));
END
$$;

CREATE OR REPLACE TRIGGER birth_date_precision_1_mark BEFORE UPDATE OF birth_date ON patients
  FOR EACH ROW EXECUTE FUNCTION mark_precision('birth_date_precision', 'mark');
CREATE OR REPLACE TRIGGER birth_date_precision_2_keep BEFORE UPDATE OF birth_date_precision ON patients
  FOR EACH ROW EXECUTE FUNCTION mark_precision('birth_date_precision', 'keep');
CREATE OR REPLACE TRIGGER birth_date_precision_3_reset BEFORE UPDATE OF birth_date ON patients
  FOR EACH ROW EXECUTE FUNCTION mark_precision('birth_date_precision', 'reset');

CREATE OR REPLACE TRIGGER end_date_precision_1_mark BEFORE UPDATE OF end_date ON medical_history_entries
  FOR EACH ROW EXECUTE FUNCTION mark_precision('end_date_precision', 'mark');
CREATE OR REPLACE TRIGGER end_date_precision_2_keep BEFORE UPDATE OF end_date_precision ON medical_history_entries
  FOR EACH ROW EXECUTE FUNCTION mark_precision('end_date_precision', 'keep');
CREATE OR REPLACE TRIGGER end_date_precision_3_reset BEFORE UPDATE OF end_date ON medical_history_entries
  FOR EACH ROW EXECUTE FUNCTION mark_precision('end_date_precision', 'reset');

CREATE OR REPLACE TRIGGER start_date_precision_1_mark BEFORE UPDATE OF start_date ON medical_history_entries
  FOR EACH ROW EXECUTE FUNCTION mark_precision('start_date_precision', 'mark');
CREATE OR REPLACE TRIGGER start_date_precision_2_keep BEFORE UPDATE OF start_date_precision ON medical_history_entries
  FOR EACH ROW EXECUTE FUNCTION mark_precision('start_date_precision', 'keep');
CREATE OR REPLACE TRIGGER start_date_precision_3_reset BEFORE UPDATE OF start_date ON medical_history_entries
  FOR EACH ROW EXECUTE FUNCTION mark_precision('start_date_precision', 'reset');
