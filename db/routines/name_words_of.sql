-- The words of a name, and the words that people write together: parts joined by dots, hyphens or apostrophes
-- (Anne-Marie is anne, marie and annemarie), particles and the name that follows (de la Cruz is also delacruz and
-- lacruz), and all parts of a name in a script that is written without spaces, whichever part comes first (王小明).
-- Names outside pg_catalog are qualified, because indexes call this function with another search_path.
CREATE OR REPLACE FUNCTION name_words_of(folded text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  -- Longer than two letters; every shorter part counts as a particle.
  particles CONSTANT text[] := '{abd,abdel,abdul,abu,ben,bin,bint,dal,das,del,dela,dell,della,den,der,des,dos,ibn,las,los,mac,'
    'ould,san,santa,ter,ten,tho,van,vande,vander,von,vom,zum,zur,عبد,ابو,ابن,בית,фон,ван,дер,ибн,де,παπα,χατζη}';
  parts text[] := '{}';
  words text[] := '{}';
  written text;
  joined text;
BEGIN
  FOREACH written IN ARRAY regexp_split_to_array(translate(public.fold_name(folded), ',', ' '), '\s+') LOOP
    words := words || translate(written, '.''-', '');
    parts := parts || regexp_split_to_array(written, '[.''-]+');
  END LOOP;
  parts := array_remove(parts, '');
  words := words || parts;
  FOR opening IN 1 .. cardinality(parts) - 1 LOOP
    joined := parts[opening];
    FOR closing IN opening + 1 .. least(opening + 3, cardinality(parts)) LOOP
      EXIT WHEN length(parts[closing - 1]) > 2 AND parts[closing - 1] <> ALL (particles);
      joined := joined || parts[closing];
      words := words || joined;
    END LOOP;
  END LOOP;
  joined := array_to_string(parts, '');
  IF cardinality(parts) BETWEEN 2 AND 4 AND joined ~ '^[\u3005-\u3007\u3040-\u30FF\u3400-\u9FFF\uAC00-\uD7A3\uF900-\uFAFF]+$' THEN
    FOR opening IN 1 .. cardinality(parts) LOOP
      words := words || (array_to_string(parts[opening:], '') || array_to_string(parts[: opening - 1], ''));
    END LOOP;
  END IF;
  RETURN ARRAY(SELECT DISTINCT word FROM unnest(words) word WHERE word <> '' ORDER BY word);
END
$$;
