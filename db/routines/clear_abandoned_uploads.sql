-- Rejects uploads that expired before they were complete and returns object keys whose bytes may remain. SECURITY
-- DEFINER: whoever uploads next cleans up after others and learns no more than a random key.
CREATE OR REPLACE FUNCTION clear_abandoned_uploads(before timestamptz, most integer) RETURNS SETOF text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
  UPDATE files
  SET status = CASE status WHEN 'pending' THEN 'rejected' ELSE status END,
    rejection_reason = CASE status WHEN 'pending' THEN 'upload-expired' ELSE rejection_reason END,
    upload_expires_at = NULL
  WHERE id = ANY (ARRAY(
    SELECT id FROM files WHERE upload_expires_at < least(before, now()) ORDER BY upload_expires_at LIMIT most FOR UPDATE SKIP LOCKED
  ))
  RETURNING object_key;
END;

REVOKE ALL ON FUNCTION clear_abandoned_uploads(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clear_abandoned_uploads(timestamptz, integer) TO app;
