-- Finds patients by a phone number as people write or say it, by its digits from the end: with or without country code,
-- 00 for the plus, and the digit that some countries dial before a national number (0; 8 in Russia; 06 in Hungary).
-- Returns how well the numbers agree: 1 if they are equal, 0.9 if only one of them has the country code, which has at most
-- three digits, and 0.5 if at least seven digits agree, or the last ten of longer numbers: in Mexico and Argentina, digits
-- after the country code depend on who calls. An extension doesn't count. The plus may be missing: in a URL that was not
-- encoded, it means a space.
CREATE OR REPLACE FUNCTION patients_with_phone(written text) RETURNS TABLE (patient_id uuid, agreement double precision)
LANGUAGE plpgsql STABLE STRICT ROWS 5
AS $$
DECLARE
  fewest CONSTANT integer := 7;
  -- Digits of a national number in the countries that add some before it.
  national CONSTANT integer := 10;
  plain text := translate(
    regexp_replace(normalize(written, NFKC), '^tel:|\(0\)|\s*(ext\.?|x|#)\s*\d{1,6}\s*$', '', 'gi'), '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹', '01234567890123456789'
  );
  is_international boolean := plain ~ '^\W*(\+|00)';
  digits text := reverse(phone_key(plain));
  keys text[];
BEGIN
  IF plain !~ '^[^[:alpha:]]+$' THEN
    RETURN;
  END IF;
  digits := CASE WHEN is_international THEN regexp_replace(digits, '^00', '') ELSE digits END;
  keys := ARRAY(
    SELECT DISTINCT reverse(form)
    FROM unnest(ARRAY[
      digits,
      CASE WHEN NOT is_international AND digits ~ '^0' THEN substr(digits, 2) END,
      CASE WHEN NOT is_international AND digits ~ '^06' THEN substr(digits, 3) END,
      CASE WHEN NOT is_international AND digits ~ '^8\d{10}$' THEN substr(digits, 2) END
    ]) form
    WHERE length(form) >= fewest
  );
  RETURN QUERY
    SELECT p.id, max(CASE
      WHEN match.is_tail THEN 0.5
      WHEN length(match.key) = length(phone_key(p.phone)) THEN 1
      WHEN abs(length(match.key) - length(phone_key(p.phone))) <= 3 THEN 0.9
      ELSE 0.5
    END)::double precision
    FROM (
      -- The same number, or with fewer digits than the stored one: ':' follows '9'.
      SELECT key, key AS first, key || CASE WHEN is_international THEN E'\x01' ELSE ':' END AS last, false AS is_tail
      FROM unnest(keys) key
      UNION ALL
      -- With more digits than the stored one.
      SELECT key, left(key, places), left(key, places) || E'\x01', false
      FROM unnest(keys) key
      CROSS JOIN LATERAL generate_series(greatest(fewest, length(key) - 3), length(key) - 1) places
      UNION ALL
      SELECT key, left(key, national), left(key, national) || ':', true FROM unnest(keys) key WHERE length(key) > national
    ) match
    JOIN patients p ON phone_key(p.phone) ~>=~ match.first AND phone_key(p.phone) ~<~ match.last
    GROUP BY p.id;
END
$$;

REVOKE ALL ON FUNCTION patients_with_phone(text) FROM PUBLIC;
