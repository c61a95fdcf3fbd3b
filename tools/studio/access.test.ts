import { execFileSync, spawnSync } from 'node:child_process';
import { userInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { buildSessionSettings, resolveAccess } from './access.js';
import { buildPsqlEnvironment, formatInvocation } from './psql-environment.js';

const localUrl = 'postgres://postgres:secret@127.0.0.1:54320/clinic?sslmode=disable';
const cluster = {
  DATABASE_HOST: 'cluster.example',
  PGSSLROOTCERT: '/etc/rds.pem',
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'id',
  AWS_SECRET_ACCESS_KEY: 'key',
};

describe('access to a database', () => {
  it('is read-only, local and in the name of the user on this machine, unless flags say otherwise', () => {
    expect(resolveAccess({}, localUrl)).toMatchObject({
      person: userInfo().username,
      role: 'readonly',
      login: 'readonly',
      isDeployed: false,
      host: '127.0.0.1',
      port: 54_320,
      database: 'clinic',
    });
  });

  it("never uses the administrator's user or password of the URL", () => {
    const access = resolveAccess({ as: 'ada', role: 'migrator' }, localUrl);
    expect(JSON.stringify({ ...access, ...buildPsqlEnvironment(access) })).not.toMatch(/secret|"postgres"/);
  });

  it('finds a server behind a Unix socket', () => {
    for (const url of ['postgres://%2Fvar%2Frun%2Fpg/clinic', 'postgres://localhost/clinic?host=/var/run/pg']) {
      expect(resolveAccess({}, url)).toMatchObject({ host: '/var/run/pg', database: 'clinic' });
    }
  });

  it.each([
    [{ as: 'a b' }, '--as must consist of letters'],
    [{ as: "a' -c role=migrator" }, '--as must consist of letters'],
    [{ as: '' }, '--as must consist of letters'],
    [{ role: 'postgres' }, '--role must be one of readonly, app, migrator, bedrock_user (found "postgres")'],
    [{ through: 'localhost:5433' }, '--through needs --deployed'],
    [{ deployed: true, through: 'localhost' }, '--through must be HOST:PORT'],
    [{ deployed: true }, '--deployed needs DATABASE_HOST'],
  ])('rejects %j', (flags, message) => {
    expect(() => resolveAccess(flags, localUrl, {})).toThrow(message);
  });

  it('to a remote database needs --deployed and the certificates of RDS', () => {
    expect(() => resolveAccess({}, 'postgres://admin@db.example/clinic')).toThrow('add --deployed');
    const { PGSSLROOTCERT: _file, ...others } = cluster;
    expect(() => resolveAccess({ deployed: true }, undefined, others)).toThrow('--deployed needs PGSSLROOTCERT');
  });

  it("to a deployed database is the person's own login with an IAM token, whatever the environment names", async () => {
    const variables = { ...cluster, DATABASE_USER: 'app', DATABASE_SECRET_ARN: 'arn:secret', DATABASE_URL: localUrl };
    const access = resolveAccess({ as: 'ada', deployed: true, through: 'localhost:5433' }, undefined, variables);
    expect(access).toMatchObject({ login: 'ada', role: 'readonly', host: 'cluster.example', port: 5432 });
    expect(access.tunnel).toEqual({ host: 'localhost', port: 5433 });
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key' });
    // The token is for the cluster, not for the tunnel.
    expect(await access.password?.()).toMatch(/^cluster\.example:5432\/\?Action=connect&DBUser=ada&/);
  });
});

describe("a session's settings", () => {
  it('name the person and limit statements; only readonly is read-only', () => {
    const settings = buildSessionSettings(resolveAccess({ as: 'ada' }, localUrl), 'psql');
    expect(settings).toMatchObject({
      application_name: 'psql:ada',
      'app.subject': 'psql:ada',
      statement_timeout: '30000',
      default_transaction_read_only: 'on',
    });
    const writer = buildSessionSettings(resolveAccess({ as: 'ada', role: 'migrator' }, localUrl), 'psql');
    expect(writer.default_transaction_read_only).toBeUndefined();
  });

  it('switch a personal login to another role', () => {
    const access = resolveAccess({ as: 'ada', role: 'migrator', deployed: true }, undefined, cluster);
    expect(buildSessionSettings(access, 'studio').role).toBe('migrator');
  });
});

describe('psql', () => {
  const access = resolveAccess({ as: 'ada', deployed: true, through: 'localhost:5433' }, undefined, cluster);

  it("verifies the cluster's certificate through a tunnel", () => {
    expect(buildPsqlEnvironment(access)).toMatchObject({
      PGHOST: 'cluster.example',
      PGHOSTADDR: '127.0.0.1',
      PGPORT: '5433',
      PGUSER: 'ada',
      PGSSLMODE: 'verify-full',
      PGSSLROOTCERT: '/etc/rds.pem',
    });
  });

  it('is printed as a shell command with the same variables and without a token', () => {
    const environment = buildPsqlEnvironment(access);
    const command = formatInvocation(access, environment);
    expect(command).toContain('PGPASSWORD="$(aws rds generate-db-auth-token --hostname cluster.example --port 5432');
    const local = resolveAccess({ as: 'ada' }, localUrl);
    const printed = formatInvocation(local, buildPsqlEnvironment(local)).replace('psql --no-psqlrc', 'env');
    const lines = execFileSync('sh', ['-c', printed], { env: { PATH: process.env.PATH }, encoding: 'utf8' }).split(
      '\n',
    );
    for (const [name, value] of Object.entries(buildPsqlEnvironment(local)))
      expect(lines).toContain(`${name}=${value}`);
  });
});

it("studio doesn't open a deployed database before someone accepts the vendor's code", () => {
  const studio = (...flags: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'tools/studio.ts', ...flags], { encoding: 'utf8' });
  const refused = studio('--deployed');
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain('npm run db:psql -- --deployed');
  expect(studio('--accept-vendor-code').stderr).toContain('--accept-vendor-code needs --deployed');
});

it("drizzle-kit's own studio, which answers every web page, doesn't start", () => {
  const { stdout, stderr } = spawnSync('npx', ['drizzle-kit', 'studio', '--port', '1'], { encoding: 'utf8' });
  expect(stdout + stderr).toContain('dbCredentials');
});
