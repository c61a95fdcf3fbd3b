-- Keeps the patient of a reservation's reason in step with the reservation, so that row-level security decides by the
-- right patient. SECURITY DEFINER, because staff move a reservation to another patient but don't see its reason.
CREATE OR REPLACE FUNCTION keep_reason_patient() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF TG_TABLE_NAME = 'reservations' THEN
    UPDATE reservation_reasons SET patient_id = NEW.patient_id WHERE id = NEW.id;
  ELSE
    NEW.patient_id := coalesce((SELECT patient_id FROM reservations WHERE id = NEW.id), NEW.patient_id);
  END IF;
  RETURN NEW;
END
$$;

REVOKE ALL ON FUNCTION keep_reason_patient() FROM PUBLIC;

CREATE OR REPLACE TRIGGER keep_reason_patient BEFORE INSERT OR UPDATE ON reservation_reasons
  FOR EACH ROW EXECUTE FUNCTION keep_reason_patient();
CREATE OR REPLACE TRIGGER keep_reason_patient AFTER UPDATE OF patient_id ON reservations
  FOR EACH ROW EXECUTE FUNCTION keep_reason_patient();
