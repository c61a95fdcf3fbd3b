-- The patient record of the caller's account. SECURITY DEFINER, because the policy on patients calls it.
CREATE OR REPLACE FUNCTION caller_patient_id() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF caller_role() IS DISTINCT FROM 'patient' THEN
    RETURN NULL;
  END IF;
  RETURN (SELECT id FROM patients WHERE account_subject = caller_subject() AND removed_at IS NULL);
END
$$;
