import { setTimeout as pause } from 'node:timers/promises';
import type { Service } from './service.js';
import type { SignIn, Stage } from './stage.js';

export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** `proxy` works on any server; `cluster` needs one that may be killed; `deployed` also TLS and a secret. */
  readonly needs: 'proxy' | 'cluster' | 'deployed';
  readonly signIn?: SignIn;
  readonly clients?: number;
  /** No fault is injected, so every failure counts. */
  readonly isFaultless?: true;
  /** Injects the fault and repairs it. */
  inject(stage: Stage, seconds: number, service: Service): Promise<void>;
  readonly seconds: number;
  /** Duration in the short run, which includes only scenarios that set it. */
  readonly shortSeconds?: number;
}

/** Repeats an action at an interval. */
async function repeat(seconds: number, everyMilliseconds: number, work: () => Promise<void> | void): Promise<void> {
  const endsAt = performance.now() + seconds * 1000;
  while (performance.now() < endsAt) {
    await work();
    await pause(everyMilliseconds * (0.5 + Math.random()));
  }
}

/** Returns a fault that the proxy causes until it is healed. */
const impairProxy =
  (impair: (proxy: Stage['proxy']) => Promise<void> | void): Scenario['inject'] =>
  async ({ proxy }, seconds) => {
    await impair(proxy);
    await pause(seconds * 1000);
    await proxy.heal();
  };

/** Returns a fault that takes the server down and starts it again. */
const takeDown =
  (stop: (cluster: NonNullable<Stage['cluster']>) => Promise<void>): Scenario['inject'] =>
  async ({ cluster }, seconds) => {
    if (cluster === undefined) return;
    await stop(cluster);
    await pause(seconds * 1000);
    await cluster.start();
  };

const terminateSessions = (stage: Stage) =>
  stage.asAdministrator(async (sql) => {
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'healthcare-backend'`;
  });

/** Changes the password of the API's role and terminates the sessions that used the old one. */
async function rotatePassword(stage: Stage): Promise<string> {
  const password = `rotated-${Math.random().toString(36).slice(2)}`;
  await stage.asAdministrator((sql) => sql.unsafe(`alter role app password '${password}'`));
  await terminateSessions(stage);
  return password;
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'steady',
    title: 'no fault',
    needs: 'proxy',
    isFaultless: true,
    seconds: 10,
    inject: async (_stage, seconds) => pause(seconds * 1000),
  },
  {
    name: 'cut',
    title: 'connections cut in mid-query and mid-transaction',
    needs: 'proxy',
    seconds: 15,
    shortSeconds: 4,
    async inject({ proxy }, seconds) {
      await repeat(seconds, 400, () => {
        proxy.endsByReset = Math.random() < 0.5;
        proxy.cut();
      });
      proxy.endsByReset = false;
    },
  },
  {
    name: 'commit',
    title: 'connections cut at every tenth COMMIT, before or after the server receives it',
    needs: 'proxy',
    signIn: 'url',
    seconds: 20,
    shortSeconds: 5,
    inject: impairProxy((proxy) => {
      proxy.chooseAction = (sent) => {
        if (!sent.includes('commit') || Math.random() > 0.1) return 'pass';
        return Math.random() < 0.5 ? 'cut' : 'cut-answer';
      };
    }),
  },
  {
    name: 'terminate',
    title: 'sessions terminated by an administrator',
    needs: 'proxy',
    seconds: 15,
    inject: (stage, seconds) => repeat(seconds, 500, () => terminateSessions(stage)),
  },
  {
    name: 'pause',
    title: 'a paused cluster: connections are refused until it resumes',
    needs: 'proxy',
    seconds: 20,
    shortSeconds: 4,
    inject: impairProxy((proxy) => proxy.refuse()),
  },
  {
    name: 'half-open',
    title: 'half-open sockets: the network drops everything silently',
    needs: 'proxy',
    seconds: 12,
    inject: impairProxy((proxy) => proxy.silence()),
  },
  {
    name: 'thaw',
    title: 'a paused process whose sockets are dead when it resumes',
    needs: 'proxy',
    seconds: 12,
    async inject(stage, seconds, service) {
      service.freeze();
      stage.proxy.silence();
      await pause(seconds * 1000);
      await terminateSessions(stage);
      await stage.proxy.heal();
      service.thaw();
    },
  },
  {
    name: 'exhausted',
    title: 'four times as many clients as connections, on a slow network',
    needs: 'proxy',
    clients: 32,
    seconds: 15,
    inject: impairProxy((proxy) => {
      proxy.delayMilliseconds = 40;
    }),
  },
  {
    name: 'slow',
    title: 'statements that wait for a lock past their timeout',
    needs: 'proxy',
    seconds: 10,
    async inject(stage, seconds) {
      await stage.asAdministrator((sql) =>
        sql.begin(async (tx) => {
          await tx`lock table reservations in access exclusive mode`;
          await pause(seconds * 1000);
        }),
      );
    },
  },
  {
    name: 'read-only',
    title: 'the server becomes read-only, then writable again',
    needs: 'proxy',
    seconds: 6,
    async inject(stage, seconds) {
      const set = (what: string) =>
        stage.asAdministrator(async (sql) => {
          const [row] = await sql<{ name: string }[]>`select current_database() as name`;
          await sql`set default_transaction_read_only = off`;
          await sql.unsafe(`alter database ${row?.name} ${what}`);
        });
      await set('set default_transaction_read_only = on');
      await terminateSessions(stage);
      await pause(seconds * 1000);
      await set('reset default_transaction_read_only');
    },
  },
  {
    name: 'rotation',
    title: 'the password changes, and the secret follows a second later',
    needs: 'deployed',
    seconds: 1,
    shortSeconds: 1,
    async inject(stage, seconds) {
      const password = await rotatePassword(stage);
      await pause(seconds * 1000);
      if (stage.secrets) stage.secrets.password = password;
    },
  },
  {
    name: 'secret',
    title: 'the password changes, and the secret is unavailable: it fails, then times out',
    needs: 'deployed',
    seconds: 8,
    async inject(stage, seconds) {
      const { secrets } = stage;
      if (secrets === undefined) return;
      secrets.state = 'failing';
      secrets.password = await rotatePassword(stage);
      await pause(seconds * 500);
      secrets.state = 'silent';
      await pause(seconds * 500);
      secrets.state = 'available';
    },
  },
  {
    name: 'restart',
    title: 'the server is shut down and started',
    needs: 'cluster',
    seconds: 3,
    inject: takeDown((cluster) => cluster.stop()),
  },
  {
    name: 'kill',
    title: 'the server is killed and recovers',
    needs: 'cluster',
    seconds: 10,
    shortSeconds: 10,
    inject: takeDown((cluster) => cluster.kill()),
  },
  {
    name: 'failover',
    title: 'the writer is killed; its name resolves to a reader, which is then promoted',
    needs: 'cluster',
    seconds: 4,
    shortSeconds: 2,
    async inject(stage, seconds) {
      const standby = await stage.cluster?.createStandby();
      if (standby === undefined) return;
      await stage.cluster?.kill();
      stage.failOverTo(standby);
      await pause(seconds * 1000);
      await stage.asAdministrator((sql) => sql`select pg_promote()`);
    },
  },
];
