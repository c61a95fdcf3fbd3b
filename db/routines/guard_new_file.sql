-- A file created through the API starts as a pending upload.
CREATE OR REPLACE FUNCTION guard_new_file() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  IF caller_role() IN ('patient', 'staff', 'medic')
    AND (NEW.status <> 'pending' OR NEW.classification IS NOT NULL OR NEW.removed_at IS NOT NULL) THEN
    RAISE insufficient_privilege USING MESSAGE = 'a new file is a pending upload';
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER guard_new_file BEFORE INSERT ON files
  FOR EACH ROW EXECUTE FUNCTION guard_new_file();
