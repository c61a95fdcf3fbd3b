-- The role that this transaction acts in, or null. The API sets it at the start of each transaction.
CREATE OR REPLACE FUNCTION caller_role() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('app.role', true), '');
