-- run as: administrator
-- Extensions need an administrator; everything after this migration belongs to "migrator".
CREATE EXTENSION IF NOT EXISTS vector;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pgcrypto;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- Roles belong to the whole cluster: another database of it may have made them already, perhaps at this very moment.
DO $$
DECLARE
  role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['app', 'migrator', 'bedrock_user', 'readonly'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I LOGIN', role_name);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;
    END;
  END LOOP;
  -- On RDS, membership in rds_iam lets a role sign in with an IAM token instead of a password.
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'rds_iam') THEN
    GRANT rds_iam TO app, migrator, readonly;
  END IF;
  -- An administrator who is no superuser must be a member to act as the owner.
  IF NOT pg_has_role(current_user, 'migrator', 'USAGE') THEN
    EXECUTE format('GRANT migrator TO %I', current_user);
  END IF;
  -- A temporary table could stand in a permanent one's place.
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CREATE, CONNECT ON DATABASE %I TO migrator', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO app, bedrock_user, readonly', current_database());
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO migrator;
GRANT USAGE ON SCHEMA public TO app, readonly, bedrock_user;
-- The runner made this table just before; the health check reads the level from it.
GRANT SELECT ON schema_migrations TO app, migrator, readonly;

SET LOCAL ROLE migrator;

-- Lower case, without accents. The one-argument unaccent() is only STABLE because its dictionary could be replaced; ours
-- is named, so an index may rely on it.
CREATE FUNCTION fold_text(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(public.unaccent('public.unaccent'::regdictionary, value));

-- Who acts in this transaction. The API sets these at the start of each one; unset means nobody.
CREATE FUNCTION caller_role() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('app.role', true), '');

CREATE FUNCTION caller_subject() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('app.subject', true), '');

-- The patient record tied to the caller's account. Definer's rights, because the policy on patients calls it.
CREATE FUNCTION caller_patient_id() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF caller_role() IS DISTINCT FROM 'patient' THEN
    RETURN NULL;
  END IF;
  RETURN (SELECT id FROM patients WHERE account_subject = caller_subject() AND removed_at IS NULL);
END
$$;
