-- Removes the passages of a removed file from the knowledge base. SECURITY DEFINER, because the caller who removes a
-- file may not write to the knowledge base.
CREATE OR REPLACE FUNCTION forget_removed_file() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, bedrock_integration, pg_temp
AS $$
BEGIN
  DELETE FROM knowledge_base
  WHERE (custom_metadata ->> 'patientId') = new.patient_id::text
    AND custom_metadata ->> 'source' = 'DocumentReference/' || new.id;
  RETURN NULL;
END
$$;

REVOKE ALL ON FUNCTION forget_removed_file() FROM PUBLIC;

CREATE OR REPLACE TRIGGER forget_removed_file AFTER UPDATE OF removed_at ON files
  FOR EACH ROW WHEN (old.removed_at IS NULL AND new.removed_at IS NOT NULL) EXECUTE FUNCTION forget_removed_file();
