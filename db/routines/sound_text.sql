-- Reduces a folded name to its sound, by the spelling habits of Spanish, Portuguese and English: Jiménez and Gimenes,
-- Filip and Phillip, Yesica and Jessica become the same or nearly so, and trigrams compare the rest. The order matters:
-- first letters that depend on their neighbors, then single letters, then doubled ones. Metaphone in fuzzystrmatch
-- covers only English, and its codes are too short to forgive a typo.
CREATE OR REPLACE FUNCTION sound_text(folded text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(
  translate(
    regexp_replace(
      regexp_replace(
        regexp_replace(
          regexp_replace(
            regexp_replace(
              regexp_replace(folded, 'ph', 'f', 'g'),
              'ch(?=r)|qu|ck', 'k', 'g'
            ),
            's?ch|sh|c(?=[eiy])', 's', 'g'
          ),
          'g(?=[eiy])|\mll', 'j', 'g'
        ),
        'e[aeiy]|ie', 'i', 'g'
      ),
      'o[ou]', 'u', 'g'
    ),
    'vwzxcqjyh''', 'bbsskkii'
  ),
  '(.)\1+', '\1', 'g'
);
