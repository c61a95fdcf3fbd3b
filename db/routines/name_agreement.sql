-- How well a name matches, from 0 to 1: each word of the search is compared with the nearest word of the name, as
-- written or, for slightly less, as heard; longer words count more. A quarter of the score is for the whole name, so
-- that of two people who have all the words, the one with fewer other words ranks first.
CREATE OR REPLACE FUNCTION name_agreement(asked text, found text) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
  SELECT 0.75 * sum(nearest * length(word)) / sum(length(word)) + 0.25 * similarity(asked, found)
  FROM (
    SELECT word, greatest(
      (SELECT max(similarity(word, part)) FROM unnest(regexp_split_to_array(found, '[\s.,-]+')) part),
      (SELECT 0.9 * max(similarity(sound, part)) FROM unnest(regexp_split_to_array(sound_text(found), '[\s.,-]+')) part)
    ) AS nearest
    -- OFFSET keeps the planner from moving the calls to where they would run once per pair of words.
    FROM (
      SELECT word, sound_text(word) AS sound
      FROM unnest(regexp_split_to_array(asked, '[\s.,-]+')) word
      WHERE word <> ''
      OFFSET 0
    ) heard
  ) words
);
