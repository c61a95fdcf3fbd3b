-- The digits of a phone number from the last to the first, so that an index finds numbers by how they end.
CREATE OR REPLACE FUNCTION phone_key(phone text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN reverse(regexp_replace(phone, '\D', '', 'g'));
