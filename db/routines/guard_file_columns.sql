-- Patients and staff may complete an upload; only medics and administrators may classify or remove a file.
CREATE OR REPLACE FUNCTION guard_file_columns() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
  free text[] := ARRAY['version', 'updated_at', 'status', 'rejection_reason', 'upload_expires_at'];
BEGIN
  IF caller_role() IN ('patient', 'staff') AND (
    to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free
    OR (NEW.status <> OLD.status AND NOT (OLD.status = 'pending' AND NEW.status IN ('available', 'rejected')))) THEN
    RAISE insufficient_privilege USING MESSAGE = 'only a medic or an administrator may classify or remove a file';
  END IF;
  -- A removed file stays removed, even when a newer version of the document is loaded.
  IF OLD.status = 'removed' THEN
    NEW.status := OLD.status;
    NEW.removed_at := OLD.removed_at;
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER guard_file_columns BEFORE UPDATE ON files
  FOR EACH ROW EXECUTE FUNCTION guard_file_columns();
