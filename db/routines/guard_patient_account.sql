-- Only administrators may create a patient with an account.
CREATE OR REPLACE FUNCTION guard_patient_account() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  IF NEW.account_subject IS NOT NULL AND caller_role() IN ('medic', 'staff') THEN
    RAISE insufficient_privilege USING MESSAGE = 'only an administrator may tie an account to a patient';
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER guard_patient_account BEFORE INSERT ON patients
  FOR EACH ROW EXECUTE FUNCTION guard_patient_account();
