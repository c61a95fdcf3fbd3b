-- How long a caller must wait whose accesses to patient data within a minute have reached a limit; null where it need not.
-- The trail counts them anyway, for all functions together, so the limit costs no write. Definer's rights, because who
-- reads the trail is another question; a caller learns of its own accesses alone.
CREATE FUNCTION seconds_until_allowed(accesses_per_minute integer) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
  SELECT greatest(1, ceil(extract(epoch FROM occurred_at + interval '1 minute' - now())))::integer
  FROM audit_events
  WHERE actor_subject = (SELECT caller_subject()) AND occurred_at > now() - interval '1 minute'
  ORDER BY occurred_at DESC
  OFFSET accesses_per_minute - 1
  LIMIT 1;
END;

REVOKE ALL ON FUNCTION seconds_until_allowed(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION seconds_until_allowed(integer) TO app;
