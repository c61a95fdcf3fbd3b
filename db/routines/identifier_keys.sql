-- The keys of all identifiers in patients.identifiers, whatever their system.
CREATE OR REPLACE FUNCTION identifier_keys(identifiers jsonb) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ARRAY(
  SELECT DISTINCT identifier_key(value #>> '{}')
  FROM jsonb_path_query(identifiers, '$[*].value') value
  WHERE identifier_key(value #>> '{}') <> ''
);
