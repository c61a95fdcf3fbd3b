-- A function in SQL is planned anew at each call, one in PL/pgSQL once in a connection. This one is called before every access
-- to patient data, and planning it took longer than running it.
CREATE OR REPLACE FUNCTION seconds_until_allowed(accesses_per_minute integer) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  RETURN (
    SELECT greatest(1, ceil(extract(epoch FROM occurred_at + interval '1 minute' - now())))::integer
    FROM audit_events
    WHERE actor_subject = (SELECT caller_subject()) AND occurred_at > now() - interval '1 minute'
    ORDER BY occurred_at DESC
    OFFSET accesses_per_minute - 1
    LIMIT 1
  );
END
$$;
