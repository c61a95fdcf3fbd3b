-- A function in SQL is planned anew at each call, one in PL/pgSQL once in a connection. This one is called before every access
-- to patient data, and planning it took longer than running it.
CREATE OR REPLACE FUNCTION seconds_until_allowed(accesses_per_minute integer) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET enable_seqscan = off
AS $$
BEGIN
  RETURN (
    SELECT greatest(1, ceil(extract(epoch FROM occurred_at + interval '1 minute' - now())))::integer
    FROM audit_events
    -- By rows, which only the index of accounts and times can answer: the plan may be made while the trail is empty, where
    -- that of times alone looks as good, and is kept when everybody's events of a minute are many.
    WHERE (actor_subject, occurred_at) > ((SELECT caller_subject()), now() - interval '1 minute')
      AND (actor_subject, occurred_at) <= ((SELECT caller_subject()), 'infinity')
    ORDER BY actor_subject DESC, occurred_at DESC
    OFFSET accesses_per_minute - 1
    LIMIT 1
  );
END
$$;
