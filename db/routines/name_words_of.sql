-- The words of a name. Parts joined by commas, dots or hyphens count both separately and as one word: Anne-Marie is
-- anne, marie and annemarie.
CREATE OR REPLACE FUNCTION name_words_of(folded text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ARRAY(
  SELECT DISTINCT word
  FROM regexp_split_to_table(translate(folded, '.,-', '   ') || ' ' || translate(folded, '.,-', ''), '\s+') word
  WHERE word <> ''
  ORDER BY word
);
