-- Keeps a reservation's reason with the right patient: a new reason belongs to the patient of its reservation, and a
-- reservation that moves to another patient loses its reason, which stays in the change history. SECURITY DEFINER, because
-- staff move reservations but don't see reasons.
CREATE OR REPLACE FUNCTION keep_reason_patient() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF TG_TABLE_NAME <> 'reservations' THEN
    NEW.patient_id := coalesce((SELECT patient_id FROM reservations WHERE id = NEW.id), NEW.patient_id);
  ELSIF NEW.patient_id <> OLD.patient_id THEN
    DELETE FROM reservation_reasons WHERE id = NEW.id;
  END IF;
  RETURN NEW;
END
$$;

REVOKE ALL ON FUNCTION keep_reason_patient() FROM PUBLIC;

CREATE OR REPLACE TRIGGER keep_reason_patient BEFORE INSERT OR UPDATE ON reservation_reasons
  FOR EACH ROW EXECUTE FUNCTION keep_reason_patient();
CREATE OR REPLACE TRIGGER keep_reason_patient AFTER UPDATE OF patient_id ON reservations
  FOR EACH ROW EXECUTE FUNCTION keep_reason_patient();
