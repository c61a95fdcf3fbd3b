-- Returns how many accesses to patient data the caller may make now, and the seconds until the oldest counted access (or the
-- present one) is a minute old. The audit trail counts accesses across all functions anyway, so the limit costs no extra
-- write. SECURITY DEFINER, because most callers can't read the trail; they learn only about their own accesses. The generic
-- plan is forced, because this runs before every access to patient data, and planning takes longer than running.
CREATE OR REPLACE FUNCTION access_allowance(accesses_per_minute integer, OUT remaining integer, OUT seconds integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
  SELECT
    accesses_per_minute - count(*)::integer,
    greatest(1, ceil(extract(epoch FROM coalesce(min(occurred_at), now()) + interval '1 minute' - now())))::integer
  INTO remaining, seconds
  FROM (
    SELECT occurred_at
    FROM audit_events
    -- Row comparisons can use only the index on account and time. The plan may be made while the trail is empty, when the
    -- index on time alone looks as good, and is still in use when there are many events per minute.
    WHERE (actor_subject, occurred_at) > ((SELECT caller_subject()), now() - interval '1 minute')
      AND (actor_subject, occurred_at) <= ((SELECT caller_subject()), 'infinity')
    ORDER BY actor_subject DESC, occurred_at DESC
    LIMIT accesses_per_minute
  ) AS counted;
END
$$;

REVOKE ALL ON FUNCTION access_allowance(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_allowance(integer) TO app;
