-- Records what an update or delete did to a row. SECURITY DEFINER, so that no role can write the history in any other
-- way. Inserts are not recorded: the row itself shows them. Only those of medic_contacts are, because they can change a medic
-- who already exists.
CREATE OR REPLACE FUNCTION record_history() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  before jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) - 'search_name' END;
  after jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) - 'search_name' END;
  whole jsonb := coalesce(after, before);
  changed_id uuid := coalesce(whole ->> 'id', whole ->> 'medic_id');
BEGIN
  IF TG_OP = 'UPDATE' AND before = after THEN
    RETURN NULL;
  END IF;
  INSERT INTO row_history (table_name, row_id, patient_id, operation, before, after, actor_subject, actor_role, request_id)
  VALUES (
    TG_TABLE_NAME,
    changed_id,
    CASE WHEN TG_TABLE_NAME = 'patients' THEN changed_id ELSE (whole ->> 'patient_id')::uuid END,
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

REVOKE ALL ON FUNCTION record_history() FROM PUBLIC;

CREATE OR REPLACE TRIGGER record_history AFTER UPDATE OR DELETE ON patients
  FOR EACH ROW EXECUTE FUNCTION record_history();
CREATE OR REPLACE TRIGGER record_history AFTER UPDATE OR DELETE ON medical_history_entries
  FOR EACH ROW EXECUTE FUNCTION record_history();
CREATE OR REPLACE TRIGGER record_history AFTER UPDATE OR DELETE ON medics
  FOR EACH ROW EXECUTE FUNCTION record_history();
CREATE OR REPLACE TRIGGER record_history AFTER UPDATE OR DELETE ON exams
  FOR EACH ROW EXECUTE FUNCTION record_history();
CREATE OR REPLACE TRIGGER record_history AFTER UPDATE OR DELETE ON exam_results
  FOR EACH ROW EXECUTE FUNCTION record_history();
CREATE OR REPLACE TRIGGER record_history AFTER UPDATE OR DELETE ON reservations
  FOR EACH ROW EXECUTE FUNCTION record_history();
CREATE OR REPLACE TRIGGER record_history AFTER UPDATE OR DELETE ON files
  FOR EACH ROW EXECUTE FUNCTION record_history();
CREATE OR REPLACE TRIGGER record_history AFTER UPDATE OR DELETE ON file_texts
  FOR EACH ROW EXECUTE FUNCTION record_history();
CREATE OR REPLACE TRIGGER record_history AFTER UPDATE OR DELETE ON reservation_reasons
  FOR EACH ROW EXECUTE FUNCTION record_history();
CREATE OR REPLACE TRIGGER record_history AFTER INSERT OR UPDATE OR DELETE ON medic_contacts
  FOR EACH ROW EXECUTE FUNCTION record_history();
