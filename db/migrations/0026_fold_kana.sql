-- The form in which the search compares names: fold_text, without the marks that people leave out (hamza, vowel points,
-- tonos), without invisible characters, with one form of letters that end a word (ς, ى, ة), in Hiragana instead of Katakana,
-- and with one character for all apostrophes, hyphens and dots between names. NFC at the end puts Hangul syllables and
-- voiced Hiragana together again.
CREATE OR REPLACE FUNCTION fold_name(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
  WHEN value ~ '^[ -~]*$' THEN lower(translate(value, '()"`', '   '''))
  ELSE normalize(
    translate(
      regexp_replace(
        normalize(
          fold_text(regexp_replace(
            value, '[\x01-\x08\x0E-\x1F\x7F-\x9F\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]', '', 'g'
          )),
          NFKD
        ),
        '[\u0300-\u036F\u0591-\u05BD\u05BF-\u05C7\u0610-\u061A\u0640\u064B-\u065F\u0670]', '', 'g'
      ),
      'ςىیکة' || '`´ʻʼ‘’׳' || '־‐‑–—' || '·・･、()"'
        || 'ァアィイゥウェエォオカキクケコサシスセソタチッツテトナニヌネノハヒフヘホマミムメモャヤュユョヨラリルレロヮワヰヱヲンヵヶヽ',
      'σييكه' || repeat('''', 7) || repeat('-', 5) || repeat(' ', 7)
        || 'ぁあぃいぅうぇえぉおかきくけこさしすせそたちっつてとなにぬねのはひふへほまみむめもゃやゅゆょよらりるれろゎわゐゑをんゕゖゝ'
    ),
    NFC
  )
END;

-- Stores the words and keys of names in Katakana again. An index has a new entry only for a row whose indexed columns change,
-- so `active` changes and changes back; keep_name_words runs once. Neither update is a change of a patient, so they leave no
-- new version and no entry in the change history. Disabling a trigger locks out writers of patients, not readers.
ALTER TABLE patients DISABLE TRIGGER touch_row;
ALTER TABLE patients DISABLE TRIGGER record_history;
UPDATE patients SET active = NOT active
WHERE concat_ws(' ', given_name, family_name, other_names::text) ~ '[\u30A1-\u30FD\uFF66-\uFF9D]';
UPDATE patients SET active = NOT active, given_name = given_name
WHERE concat_ws(' ', given_name, family_name, other_names::text) ~ '[\u30A1-\u30FD\uFF66-\uFF9D]';
ALTER TABLE patients ENABLE TRIGGER touch_row;
ALTER TABLE patients ENABLE TRIGGER record_history;
