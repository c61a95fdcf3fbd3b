-- Lower case without accents, the form in which names are compared. The one-argument unaccent() is only STABLE because
-- its dictionary could be replaced; this one names the dictionary, so an index can use it.
CREATE OR REPLACE FUNCTION fold_text(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(public.unaccent('public.unaccent'::regdictionary, value));
