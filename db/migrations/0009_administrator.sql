-- run as: administrator
-- Who is a member of rds_iam, by way of whatever role, signs in to RDS with a token and no password any more. The
-- administrator is a member of migrator, and has a password; nobody signs in as migrator itself.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'rds_iam') THEN
    REVOKE rds_iam FROM migrator;
  END IF;
  -- pgaudit has a hook in the server and an extension in the database; only where it is preloaded can it be created.
  IF current_setting('shared_preload_libraries') LIKE '%pgaudit%' THEN
    CREATE EXTENSION IF NOT EXISTS pgaudit;
  END IF;
END
$$;
