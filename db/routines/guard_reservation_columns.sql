-- Patients may cancel their own reservations and change nothing else.
CREATE OR REPLACE FUNCTION guard_reservation_columns() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  IF caller_role() = 'patient' AND (
    OLD.status NOT IN ('scheduled', 'confirmed')
    OR NEW.status IS DISTINCT FROM 'cancelled'
    OR to_jsonb(NEW) - 'version' - 'updated_at' - 'status' - 'cancellation_reason'
      IS DISTINCT FROM to_jsonb(OLD) - 'version' - 'updated_at' - 'status' - 'cancellation_reason') THEN
    RAISE insufficient_privilege USING MESSAGE = 'a patient may cancel a reservation and change nothing else of it';
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER guard_reservation_columns BEFORE UPDATE ON reservations
  FOR EACH ROW EXECUTE FUNCTION guard_reservation_columns();
