-- Whether two dates, of which the year, the month or the day is known, can be the same.
CREATE OR REPLACE FUNCTION dates_overlap(one date, one_precision text, other date, other_precision text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN date_trunc(
  CASE WHEN 'year' IN (one_precision, other_precision) THEN 'year'
    WHEN 'month' IN (one_precision, other_precision) THEN 'month'
    ELSE 'day' END,
  one::timestamp
) = date_trunc(
  CASE WHEN 'year' IN (one_precision, other_precision) THEN 'year'
    WHEN 'month' IN (one_precision, other_precision) THEN 'month'
    ELSE 'day' END,
  other::timestamp
);
