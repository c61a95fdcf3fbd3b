-- How close two words are that are one edit apart: 3 if they have the same letters, two of them swapped or one doubled; 2
-- if a letter is missing, added or replaced; 1 if it is the first letter, which people rarely get wrong. 0 if the words
-- are equal or differ in more than that.
CREATE OR REPLACE FUNCTION edit_closeness(asked text, known text) RETURNS integer
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  same integer := 0;
BEGIN
  IF asked = known OR abs(length(asked) - length(known)) > 1 THEN
    RETURN 0;
  ELSIF length(asked) <> length(known)
    AND regexp_replace(asked, '(.)\1', '\1', 'g') = regexp_replace(known, '(.)\1', '\1', 'g') THEN
    RETURN 3;
  END IF;
  WHILE substr(asked, same + 1, 1) = substr(known, same + 1, 1) LOOP
    same := same + 1;
  END LOOP;
  asked := substr(asked, same + 1);
  known := substr(known, same + 1);
  RETURN CASE
    WHEN left(asked, 1) = substr(known, 2, 1) AND left(known, 1) = substr(asked, 2, 1)
      AND substr(asked, 3) = substr(known, 3) AND length(asked) > 1 THEN 3
    WHEN substr(asked, 2) = substr(known, 2) OR asked = substr(known, 2) OR substr(asked, 2) = known THEN CASE same WHEN 0 THEN 1 ELSE 2 END
    ELSE 0
  END;
END
$$;
