import { type Access, buildSessionSettings } from './access.js';

/** Builds the variables that libpq reads (https://www.postgresql.org/docs/17/libpq-envars.html), without the password. */
export function buildPsqlEnvironment(access: Access): Record<string, string> {
  const { application_name: applicationName, ...settings } = buildSessionSettings(access, 'psql');
  const { host, port, database, login, tunnel, certificateFile } = access;
  return {
    // With a tunnel, the certificate is still verified against the host.
    PGHOST: host,
    ...(tunnel && { PGHOSTADDR: tunnel.host === 'localhost' ? '127.0.0.1' : tunnel.host }),
    PGPORT: String(tunnel?.port ?? port),
    PGDATABASE: database,
    PGUSER: login,
    PGAPPNAME: applicationName ?? '',
    PGOPTIONS: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    PGSSLMODE: certificateFile === undefined ? 'disable' : 'verify-full',
    ...(certificateFile !== undefined && { PGSSLROOTCERT: certificateFile }),
  };
}

const quote = (text: string) => (/^[\w./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** Formats a shell command. It gets its IAM token when it runs, because a token is a password for 15 minutes. */
export function formatInvocation(
  { isDeployed, host, port, login }: Access,
  environment: Record<string, string>,
): string {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${quote(value)}`);
  if (isDeployed) {
    const names = `--hostname ${quote(host)} --port ${port} --username ${quote(login)}`;
    variables.push(`PGPASSWORD="$(aws rds generate-db-auth-token ${names})"`);
  }
  return [...variables, 'psql --no-psqlrc'].join(' \\\n  ');
}
