-- An identifier without punctuation, for comparison: 999-12-3456 becomes 999123456.
CREATE OR REPLACE FUNCTION identifier_key(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN upper(regexp_replace(value, '[\s./_-]+', '', 'g'));
