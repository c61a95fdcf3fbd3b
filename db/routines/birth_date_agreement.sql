-- How well a birth date matches, from 0 to 1. One wrong digit, or day and month swapped, is a likely mistake.
CREATE OR REPLACE FUNCTION birth_date_agreement(asked date, found date) RETURNS double precision
LANGUAGE sql STABLE STRICT PARALLEL SAFE
RETURN CASE
  WHEN asked = found THEN 1
  WHEN to_char(asked, 'YYYYDDMM') = to_char(found, 'YYYYMMDD') THEN 0.6
  WHEN (
    SELECT count(*) FROM generate_series(1, 8) place
    WHERE substr(to_char(asked, 'YYYYMMDD'), place, 1) <> substr(to_char(found, 'YYYYMMDD'), place, 1)
  ) = 1 THEN 0.6
  ELSE 0
END;
