-- Rejects changes of patient columns that the caller's role may not change, by the permission table of the API.
CREATE OR REPLACE FUNCTION guard_patient_columns() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
  before jsonb := to_jsonb(OLD) - 'version' - 'updated_at' - 'search_name';
  after jsonb := to_jsonb(NEW) - 'version' - 'updated_at' - 'search_name';
BEGIN
  IF caller_role() = 'patient' THEN
    before := before - 'email' - 'phone' - 'address';
    after := after - 'email' - 'phone' - 'address';
    -- Only link_patient_account runs as the owner on behalf of a patient. It links the caller's own account.
    IF current_user = 'migrator' AND OLD.account_subject IS NULL AND NEW.account_subject = caller_subject() THEN
      after := after || '{"account_subject": null}';
    END IF;
    IF before IS DISTINCT FROM after THEN
      RAISE insufficient_privilege USING MESSAGE = 'a patient may change contact data only';
    END IF;
  ELSIF caller_role() IN ('medic', 'staff')
    AND (NEW.account_subject IS DISTINCT FROM OLD.account_subject OR NEW.removed_at IS DISTINCT FROM OLD.removed_at) THEN
    RAISE insufficient_privilege USING MESSAGE = 'only an administrator may tie an account to a patient or remove one';
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER guard_patient_columns BEFORE UPDATE ON patients
  FOR EACH ROW EXECUTE FUNCTION guard_patient_columns();
