-- Moves the email address and phone number that the previous release writes to medics to medic_contacts, which patients
-- can't read. The previous release always reads null, so it never means to remove a value by writing null.
CREATE OR REPLACE FUNCTION move_medic_contacts() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  INSERT INTO medic_contacts (medic_id, email, phone) VALUES (NEW.id, NEW.email, NEW.phone)
  ON CONFLICT (medic_id) DO UPDATE SET
    email = coalesce(excluded.email, medic_contacts.email), phone = coalesce(excluded.phone, medic_contacts.phone);
  NEW.email := NULL;
  NEW.phone := NULL;
  IF TG_OP = 'UPDATE' THEN
    -- The contacts are part of the medic, so touch_row, which runs next, must see a change.
    NEW.version := OLD.version + 1;
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER move_medic_contacts BEFORE INSERT OR UPDATE OF email, phone ON medics
  FOR EACH ROW WHEN (NEW.email IS NOT NULL OR NEW.phone IS NOT NULL) EXECUTE FUNCTION move_medic_contacts();
