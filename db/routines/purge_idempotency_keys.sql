-- Deletes at most `most` expired idempotency keys.
CREATE OR REPLACE FUNCTION purge_idempotency_keys(most integer) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
  DELETE FROM idempotency_keys
  WHERE ctid = ANY (ARRAY(SELECT ctid FROM idempotency_keys WHERE expires_at < now() ORDER BY expires_at LIMIT most FOR UPDATE SKIP LOCKED));
END;

REVOKE ALL ON FUNCTION purge_idempotency_keys(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION purge_idempotency_keys(integer) TO app;
