-- The account or IAM principal that this transaction acts for, or null. The API sets it at the start of each
-- transaction.
CREATE OR REPLACE FUNCTION caller_subject() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('app.subject', true), '');
