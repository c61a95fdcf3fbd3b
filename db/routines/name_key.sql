-- A whole name as one word, so that its parts are found however they are joined or split.
CREATE OR REPLACE FUNCTION name_key(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(fold_name(name), '[\s.,''-]+', '', 'g');
