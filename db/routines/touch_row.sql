-- Maintains version and updated_at for every statement. An update that changes nothing keeps both; one that sets
-- another version, because a part of the resource in another table has changed, gets the next version.
CREATE OR REPLACE FUNCTION touch_row() RETURNS trigger
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

CREATE OR REPLACE TRIGGER touch_row BEFORE UPDATE ON patients FOR EACH ROW EXECUTE FUNCTION touch_row();
CREATE OR REPLACE TRIGGER touch_row BEFORE UPDATE ON medics FOR EACH ROW EXECUTE FUNCTION touch_row();
CREATE OR REPLACE TRIGGER touch_row BEFORE UPDATE ON exams FOR EACH ROW EXECUTE FUNCTION touch_row();
CREATE OR REPLACE TRIGGER touch_row BEFORE UPDATE ON reservations FOR EACH ROW EXECUTE FUNCTION touch_row();
CREATE OR REPLACE TRIGGER touch_row BEFORE UPDATE ON files FOR EACH ROW EXECUTE FUNCTION touch_row();
CREATE OR REPLACE TRIGGER touch_row BEFORE UPDATE ON assistant_sessions FOR EACH ROW EXECUTE FUNCTION touch_row();
CREATE OR REPLACE TRIGGER touch_row BEFORE UPDATE ON patient_invitations FOR EACH ROW EXECUTE FUNCTION touch_row();
CREATE OR REPLACE TRIGGER touch_row BEFORE UPDATE ON knowledge_documents FOR EACH ROW EXECUTE FUNCTION touch_row();
