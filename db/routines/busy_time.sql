-- The time for which a medic is booked, without saying by whom: patients who look for a free slot may not see the
-- reservations of others.
CREATE OR REPLACE FUNCTION busy_time(medic uuid, first_instant timestamptz, last_instant timestamptz) RETURNS tstzmultirange
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF caller_role() IS NULL THEN
    RETURN '{}'::tstzmultirange;
  END IF;
  RETURN (
    SELECT coalesce(range_agg(tstzrange(starts_at, ends_at)), '{}'::tstzmultirange)
    FROM reservations
    WHERE medic_id = medic
      AND status IN ('scheduled', 'confirmed')
      AND tstzrange(starts_at, ends_at) && tstzrange(first_instant, last_instant)
  );
END
$$;

REVOKE ALL ON FUNCTION busy_time(uuid, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION busy_time(uuid, timestamptz, timestamptz) TO app;
