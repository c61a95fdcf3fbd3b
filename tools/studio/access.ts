import { userInfo } from 'node:os';
import { DatabaseEnvironment, parseEnvironment } from '../../config/environment.js';
import { createCredentials } from '../../db/client/credentials.js';
import { UsageError } from '../command.js';

/** Database roles that a person can act as. The first is the default. */
export const personRoles = ['readonly', 'app', 'migrator', 'bedrock_user'] as const;
export type PersonRole = (typeof personRoles)[number];

export const accessOptions = {
  as: { type: 'string' },
  role: { type: 'string' },
  deployed: { type: 'boolean' },
  through: { type: 'string' },
} as const;

export const accessHelp = `  --as NAME            your name, which every statement is attributed to (default: your user on this machine)
  --role ROLE          ${personRoles.join(', ')} (default: ${personRoles[0]})
  --deployed           the database of DATABASE_HOST, as your own login with an IAM token (docs/deploy.md)
  --through HOST:PORT  with --deployed: the near end of a tunnel to DATABASE_HOST`;

export interface AccessFlags {
  readonly as?: string | undefined;
  readonly role?: string | undefined;
  readonly deployed?: boolean | undefined;
  readonly through?: string | undefined;
}

/** Who signs in where, as what. */
export interface Access {
  /** Who every statement is attributed to. */
  readonly person: string;
  readonly role: PersonRole;
  /** The database user that signs in. In a deployed database it is the person's own, otherwise it is the role. */
  readonly login: string;
  readonly isDeployed: boolean;
  /** A host name, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** The near end of a tunnel to the host. */
  readonly tunnel: { readonly host: string; readonly port: number } | undefined;
  /** The file with the certificates (PEM) that the host's is verified with. Without it there is no TLS. */
  readonly certificateFile: string | undefined;
  /** An IAM token. Without it, the driver uses `PGPASSWORD`. */
  readonly password: (() => Promise<string>) | undefined;
}

const namePattern = /^[A-Za-z_][\w.@-]{0,62}$/;

function readPerson(flag: string | undefined): string {
  const person = flag ?? userInfo().username;
  if (namePattern.test(person)) return person;
  const rule = 'letters, digits and . _ @ - , starting with a letter or _, and at most 63 characters';
  throw new UsageError(`--as must consist of ${rule} (found ${JSON.stringify(person)}).`);
}

function readRole(flag: string | undefined): PersonRole {
  const role = personRoles.find((known) => known === (flag ?? personRoles[0]));
  if (role !== undefined) return role;
  throw new UsageError(`--role must be one of ${personRoles.join(', ')} (found ${JSON.stringify(flag)}).`);
}

function readTunnel(flag: string | undefined): Access['tunnel'] {
  if (flag === undefined) return undefined;
  const [, host, port] = /^([\w.-]+):(\d{1,5})$/.exec(flag) ?? [];
  if (host !== undefined && Number(port) >= 1 && Number(port) <= 65_535) return { host, port: Number(port) };
  throw new UsageError(`--through must be HOST:PORT (found ${JSON.stringify(flag)}).`);
}

const isLoopback = (host: string): boolean =>
  ['localhost', '127.0.0.1', '[::1]', '::1'].includes(host) || host.startsWith('/');

/**
 * Decides how a person signs in: to the local database as the role itself, to a deployed one as the person's own login
 * with an IAM token.
 * @param localUrl the local database; unused with `deployed`
 * @throws UsageError for invalid flags, and for a remote database without `--deployed`
 */
export function resolveAccess(flags: AccessFlags, localUrl: string | undefined, variables = process.env): Access {
  const person = readPerson(flags.as);
  const role = readRole(flags.role);
  const tunnel = readTunnel(flags.through);
  if (flags.deployed) return resolveDeployed({ person, role, tunnel }, variables);
  if (tunnel !== undefined) throw new UsageError('--through needs --deployed.');
  if (localUrl === undefined) throw new Error('There is no local database.');
  const url = new URL(localUrl);
  // postgres://user@%2Fvar%2Frun%2Fpostgresql/name, or ?host=/var/run/postgresql
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname);
  if (!isLoopback(host)) {
    throw new UsageError(
      `DATABASE_URL is a database on ${host}, not on this machine. Set DATABASE_HOST and add --deployed (docs/deploy.md).`,
    );
  }
  return {
    person,
    role,
    login: role,
    isDeployed: false,
    host,
    port: Number(url.port || 5432),
    database: decodeURIComponent(url.pathname.slice(1)) || 'postgres',
    tunnel: undefined,
    certificateFile: undefined,
    password: undefined,
  };
}

function resolveDeployed(
  { person, role, tunnel }: Pick<Access, 'person' | 'role' | 'tunnel'>,
  { DATABASE_URL: _url, DATABASE_SECRET_ARN: _secret, ...variables }: NodeJS.ProcessEnv,
): Access {
  // A secret's user would take precedence over the person.
  const environment = parseEnvironment(DatabaseEnvironment, { ...variables, DATABASE_USER: person });
  const { DATABASE_HOST: host, DATABASE_PORT: port, DATABASE_NAME: database } = environment;
  if (host === undefined) throw new UsageError('--deployed needs DATABASE_HOST, the endpoint of the cluster.');
  const certificateFile = variables.PGSSLROOTCERT;
  if (certificateFile === undefined) {
    throw new UsageError(
      '--deployed needs PGSSLROOTCERT, the file with the certificates of Amazon RDS (docs/deploy.md).',
    );
  }
  const credentials = createCredentials(environment);
  return {
    person,
    role,
    login: person,
    isDeployed: true,
    host,
    port,
    database,
    tunnel,
    certificateFile,
    password: () => credentials.password(),
  };
}

/** Settings of every session: attribution for the server's log and the change history, and limits. */
export function buildSessionSettings({ person, role, login }: Access, tool: 'studio' | 'psql'): Record<string, string> {
  return {
    application_name: `${tool}:${person}`.slice(0, 63),
    // The change history stores it as the actor of every change.
    'app.subject': `${tool}:${person}`,
    statement_timeout: '30000',
    lock_timeout: '5000',
    idle_in_transaction_session_timeout: '60000',
    ...(role === 'readonly' ? { default_transaction_read_only: 'on' } : {}),
    ...(role !== 'readonly' && login !== role ? { role } : {}),
  };
}
