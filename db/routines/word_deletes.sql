-- A word, and the word without each one of its letters. Two words that are one edit apart (a letter missing, added or
-- replaced, or two neighbors swapped) have at least one of these in common, so an index finds all of them, in any script
-- and however short they are. Trigrams miss most swapped letters in short words.
CREATE OR REPLACE FUNCTION word_deletes(word text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
  SELECT array_agg(DISTINCT CASE nth WHEN 0 THEN plain ELSE left(plain, nth - 1) || substr(plain, nth + 1) END)
  FROM (SELECT rtrim(word, E'\x1F') AS plain OFFSET 0) marked
  CROSS JOIN LATERAL generate_series(0, CASE WHEN length(plain) BETWEEN 3 AND 40 THEN length(plain) ELSE 0 END) nth
);
