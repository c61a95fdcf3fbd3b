import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { migrate } from '../../db/migrate.js';
import { FaultyProxy } from '../support/faulty-proxy.js';
import { Clients, type ClientsOptions } from './clients.js';
import { Cluster } from './cluster.js';
import type {
  ClientOperation,
  FinalReservation,
  ObservedReservation,
  TrialAuditEvent,
  TrialHistory,
} from './history.js';
import { FakeSecretsManager } from './secrets.js';
import { Service } from './service.js';

/** How the service signs in: with a URL, or with a password from a secret over TLS, as when deployed. */
export type SignIn = 'url' | 'deployed';

/** A migrated database behind a faulty proxy, and the API that uses it. */
export class Stage {
  readonly proxy: FaultyProxy;
  /** Undefined for the server of `DATABASE_URL`, which must not be killed. */
  cluster: Cluster | undefined;
  /** Undefined if the service can't sign in as when deployed. */
  readonly secrets: FakeSecretsManager | undefined;
  /** An administrator's URL, bypassing the proxy. */
  #url: string;
  readonly #services = new Map<SignIn, Service>();
  readonly #closers: (() => Promise<void>)[];

  private constructor(parts: {
    proxy: FaultyProxy;
    cluster: Cluster | undefined;
    secrets: FakeSecretsManager | undefined;
    url: string;
    closers: (() => Promise<void>)[];
  }) {
    this.proxy = parts.proxy;
    this.cluster = parts.cluster;
    this.secrets = parts.secrets;
    this.#url = parts.url;
    this.#closers = parts.closers;
  }

  /**
   * Uses a temporary server, or a temporary database on the server of `DATABASE_URL`.
   * @throws NoServerError if there is neither
   */
  static async create(): Promise<Stage> {
    const cluster = process.env.DATABASE_URL === undefined ? await Cluster.create() : undefined;
    const server = cluster?.url ?? process.env.DATABASE_URL ?? '';
    const name = `healthcare_faults_${randomBytes(4).toString('hex')}`;
    const url = new URL(server);
    url.pathname = `/${name}`;
    const admin = postgres(server, { max: 1, onnotice: () => {} });
    await admin.unsafe(`create database ${name}`);
    await admin.end();
    const sql = postgres(url.href, { max: 1, onnotice: () => {} });
    await migrate(sql);
    const password = randomBytes(12).toString('hex');
    const secrets = cluster?.certificatePath === undefined ? undefined : await FakeSecretsManager.start(password);
    if (secrets) await sql.unsafe(`alter role app password '${password}'`);
    await sql.end();
    const proxy = await FaultyProxy.start(url.href);
    const drop = async () => {
      const last = postgres(server, { max: 1, onnotice: () => {} });
      await last.unsafe(`drop database if exists ${name} with (force)`);
      await last.end();
    };
    const closers = [() => proxy.close(), ...(secrets ? [() => secrets.close()] : []), ...(cluster ? [] : [drop])];
    return new Stage({ proxy, cluster, secrets, url: url.href, closers });
  }

  /** Runs work as the cluster's administrator, bypassing the proxy. */
  async asAdministrator<Result>(work: (sql: postgres.Sql) => Promise<Result>): Promise<Result> {
    const sql = postgres(this.#url, { max: 1, onnotice: () => {} });
    try {
      return await work(sql);
    } finally {
      await sql.end({ timeout: 1 });
    }
  }

  /** Starts the service at its first use. */
  async service(signIn: SignIn): Promise<Service> {
    const running = this.#services.get(signIn);
    if (running) return running;
    const service = await Service.start(signIn === 'deployed' ? this.#deployed() : { DATABASE_URL: this.proxy.url });
    this.#services.set(signIn, service);
    return service;
  }

  #deployed(): Record<string, string> {
    const { port, pathname } = new URL(this.proxy.url);
    return {
      ...this.secrets?.variables,
      // The name in the certificate.
      DATABASE_HOST: 'localhost',
      DATABASE_PORT: port,
      DATABASE_NAME: pathname.slice(1),
      NODE_EXTRA_CA_CERTS: this.cluster?.certificatePath ?? '',
    };
  }

  /** Creates clients with their own medics and patients. */
  async createClients(origin: string, prefix: string, clients: number): Promise<Clients> {
    const options = await this.asAdministrator(async (sql): Promise<ClientsOptions> => {
      const toIds = (rows: readonly postgres.Row[]) => rows.map(({ id }) => id as string);
      const medicIds = toIds(
        await sql`
        insert into medics (given_name, family_name, license_number)
        select 'Omar', 'Medic' || n, ${prefix} || n from generate_series(1, 4) n returning id`,
      );
      const patientIds = toIds(
        await sql`
        insert into patients (given_name, family_name, birth_date, gender)
        select 'Alma', 'Patient' || n, '1990-01-01', 'female' from generate_series(1, 12) n returning id`,
      );
      const [examId = ''] = toIds(
        await sql`
        insert into exams (name, type, duration_minutes) values (${prefix}, 'imaging', 30) returning id`,
      );
      return { origin, prefix, clients, medicIds, patientIds, examId };
    });
    return new Clients(options);
  }

  /** Reads the final state of everything that some operations did, once no transaction is running. */
  async readHistory(prefix: string, operations: readonly ClientOperation[]): Promise<TrialHistory> {
    return this.asAdministrator(async (sql) => {
      await waitUntilIdle(sql);
      const reservations = await sql<FinalReservation[]>`
        select reservations.id, reservations.version, status, notes, patient_id as "patientId", medic_id as "medicId",
          extract(epoch from starts_at)::float8 * 1000 as "startsAt", extract(epoch from ends_at)::float8 * 1000 as "endsAt"
        from reservations join exams on exams.id = exam_id where exams.name = ${prefix}`;
      const ids = reservations.map(({ id }) => id);
      const kept = await sql<{ requestId: string | null; before: KeptRow; after: KeptRow }[]>`
        select request_id as "requestId", before, after from row_history
        where table_name = 'reservations' and row_id = any(${ids}::uuid[]) order by id`;
      const changes = kept.map(({ requestId, before, after }) => ({
        requestId,
        before: toObservedReservation(before),
        after: toObservedReservation(after),
      }));
      const events = await sql<TrialAuditEvent[]>`
        select request_id as "requestId", resource_id as "resourceId" from audit_events
        where starts_with(request_id, ${prefix}) and outcome = 'success'`;
      return { operations, reservations, changes, events };
    });
  }

  /** Directs the proxy and administrators to the standby. */
  failOverTo(standby: Cluster): void {
    const former = this.cluster;
    if (former) this.#closers.push(() => former.remove());
    this.cluster = standby;
    const url = new URL(standby.url);
    url.pathname = new URL(this.#url).pathname;
    this.#url = url.href;
    this.proxy.setTarget(url.href);
  }

  async close(): Promise<void> {
    for (const service of this.#services.values()) await service.stop();
    const closers = [...this.#closers, async () => this.cluster?.remove()];
    const results = await Promise.allSettled(closers.map((close) => close()));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }
}

/** A row in `row_history`. */
type KeptRow = Omit<ObservedReservation, 'startsAt'> & { readonly starts_at: string };

const toObservedReservation = ({ starts_at: startsAt, ...row }: KeptRow): ObservedReservation => ({
  ...row,
  startsAt: Date.parse(startsAt),
});

/** Waits for transactions that the service has abandoned but the server still runs. */
async function waitUntilIdle(sql: postgres.Sql): Promise<void> {
  for (let waited = 0; waited < 200; waited += 1) {
    const [row] = await sql`
      select from pg_stat_activity
      where datname = current_database() and application_name = 'healthcare-backend' and state <> 'idle'`;
    if (row === undefined) return;
    await pause(100);
  }
  throw new Error('Transactions of the service are still running.');
}
