-- Ids of the audit events about a patient, for administrators. Row-level security keeps PostgreSQL from using an index
-- on the elements of an array; without this function, every event would be read.
CREATE OR REPLACE FUNCTION audit_events_about(patient uuid) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF caller_role() IS DISTINCT FROM 'admin' THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT event.id FROM audit_events event WHERE event.patient_ids @> ARRAY[patient];
END
$$;

REVOKE ALL ON FUNCTION audit_events_about(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_events_about(uuid) TO app;
