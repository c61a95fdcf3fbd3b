-- Patients and services may create reservations only as scheduled.
CREATE OR REPLACE FUNCTION guard_new_reservation() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  IF caller_role() IN ('patient', 'service') AND (NEW.status <> 'scheduled' OR NEW.cancellation_reason IS NOT NULL) THEN
    RAISE insufficient_privilege USING MESSAGE = 'a patient may book a reservation in no other state than scheduled';
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER guard_new_reservation BEFORE INSERT ON reservations
  FOR EACH ROW EXECUTE FUNCTION guard_new_reservation();
