-- The words of names that are like a word of a search, with how well they match (see search_patients) and, if they are
-- one edit apart, how close they are (see edit_closeness). `nearest` limits those that are only similar.
CREATE OR REPLACE FUNCTION words_like(wanted text, nearest integer)
RETURNS TABLE (word text, quality integer, closeness integer)
LANGUAGE plpgsql STABLE STRICT ROWS 50
AS $$
#variable_conflict use_column
DECLARE
  -- Words one edit apart to consider. Only words of three letters have more.
  most_edited CONSTANT integer := 60;
  sound text := sound_text(wanted);
BEGIN
  IF length(wanted) < 3 THEN
    RETURN QUERY
      SELECT DISTINCT n.word, CASE WHEN n.word = wanted THEN 20 WHEN n.word LIKE E'%\x1F' THEN 12 ELSE 16 END, 0
      FROM name_words n WHERE n.word ~>=~ wanted AND n.word ~<~ (wanted || chr(1114111));
    RETURN;
  END IF;
  RETURN QUERY
    WITH edited AS MATERIALIZED (
      SELECT DISTINCT n.word, edit_closeness(wanted, rtrim(n.word, E'\x1F')) AS closeness
      FROM name_words n WHERE word_deletes(n.word) && word_deletes(wanted)
    ), found AS (
      (SELECT word FROM edited WHERE closeness > 0
      ORDER BY closeness DESC, similarity(wanted, word) DESC, word LIMIT most_edited)
      UNION
      SELECT n.word FROM name_words n
      WHERE n.word LIKE '%' || replace(replace(replace(wanted, '\', '\\'), '%', '\%'), '_', '\_') || '%'
      UNION
      -- Similarity of the whole word: a typo in the middle is less similar to its word than another word with the same
      -- beginning.
      (SELECT n.word FROM name_words n WHERE wanted <% n.word
      GROUP BY n.word ORDER BY similarity(wanted, n.word) DESC, n.word LIMIT nearest)
      UNION
      (SELECT n.word FROM name_words n WHERE sound <% sound_text(n.word)
      GROUP BY n.word ORDER BY similarity(sound, sound_text(n.word)) DESC, n.word LIMIT nearest)
    ), judged AS (
      SELECT word, coalesce(closeness, 0) AS closeness, CASE
        WHEN word LIKE E'%\x1F' THEN CASE WHEN strpos(word, wanted) > 0 THEN 12 WHEN closeness > 0 THEN 5 END
        WHEN word = wanted THEN 20
        WHEN starts_with(word, wanted) THEN 16
        WHEN strpos(word, wanted) > 0 THEN 14
        WHEN closeness > 0 THEN 8 + closeness
        WHEN word_similarity(wanted, word) >= 0.6 THEN 8
        ELSE 6
      END AS quality
      FROM found LEFT JOIN edited USING (word)
    )
    SELECT word, quality, closeness FROM judged WHERE quality IS NOT NULL;
END
$$;

REVOKE ALL ON FUNCTION words_like(text, integer) FROM PUBLIC;
