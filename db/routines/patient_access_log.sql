-- Who read or changed a patient's record. The event of a list names every patient on the page, and patients may learn
-- only about their own record; so this function returns events without the patients, and row-level security on
-- audit_events stays as it is.
CREATE OR REPLACE FUNCTION patient_access_log(patient uuid)
RETURNS TABLE (id uuid, occurred_at timestamptz, actor_subject text, actor_role text, action text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT event.id, event.occurred_at, event.actor_subject, event.actor_role, event.action
  FROM audit_events event
  WHERE event.patient_ids @> ARRAY[patient]
    AND event.outcome = 'success'
    AND (caller_role() = 'admin' OR patient = caller_patient_id())
$$;

REVOKE ALL ON FUNCTION patient_access_log(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION patient_access_log(uuid) TO app;
