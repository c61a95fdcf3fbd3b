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
