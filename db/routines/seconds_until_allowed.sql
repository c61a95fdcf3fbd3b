-- The previous release calls this; access_allowance replaces it.
-- Seconds until the caller may access patient data again, or null if it has not reached the limit for this minute. The
-- audit trail counts accesses across all functions anyway, so the limit costs no extra write. SECURITY DEFINER, because
-- most callers can't read the trail; they learn only about their own accesses. PL/pgSQL, because it keeps its plan for
-- the whole connection: this runs before every access to patient data, and planning an SQL function takes longer than
-- running it.
CREATE OR REPLACE FUNCTION seconds_until_allowed(accesses_per_minute integer) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET enable_seqscan = off
AS $$
BEGIN
  RETURN (
    SELECT greatest(1, ceil(extract(epoch FROM occurred_at + interval '1 minute' - now())))::integer
    FROM audit_events
    -- Row comparisons can use only the index on account and time. The plan may be made while the trail is empty, when the
    -- index on time alone looks as good, and is still in use when there are many events per minute.
    WHERE (actor_subject, occurred_at) > ((SELECT caller_subject()), now() - interval '1 minute')
      AND (actor_subject, occurred_at) <= ((SELECT caller_subject()), 'infinity')
    ORDER BY actor_subject DESC, occurred_at DESC
    OFFSET accesses_per_minute - 1
    LIMIT 1
  );
END
$$;

REVOKE ALL ON FUNCTION seconds_until_allowed(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION seconds_until_allowed(integer) TO app;
