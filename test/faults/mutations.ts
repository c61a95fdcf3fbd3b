import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bold, print, showProgress } from '../../tools/command.js';
import { Cluster } from './cluster.js';

/**
 * Locks use the hash of a name. PostgreSQL prefers a function with exactly the argument types of the call to its own,
 * and this one gives every caller a different lock.
 */
const disableLocks = (names: string) => `
  create function public.hashtextextended(name text, seed integer) returns bigint language sql volatile as $$
    select case when name like '${names}'
      then (random() * 9e15)::bigint else pg_catalog.hashtextextended(name, seed::bigint) end
  $$`;

/** Safeguards, each with the SQL that removes it. */
const mutations = [
  { name: 'no constraint for medics', sql: 'alter table reservations drop constraint reservations_medic_free' },
  { name: 'no constraint for patients', sql: 'alter table reservations drop constraint reservations_patient_free' },
  { name: 'no lock on calendars', sql: disableLocks('calendar:%') },
  { name: 'no lock on idempotency keys', sql: disableLocks('idempotency:%') },
  { name: 'no policy on reservations', sql: 'alter table reservations disable row level security' },
  { name: 'no version counter', sql: 'drop trigger touch_row on reservations' },
  { name: 'no row history', sql: 'drop trigger record_history on reservations' },
];

const suite = 'functions/reservations/races.test.ts';

/** A part of vitest's JSON output. */
interface SuiteResult {
  readonly numTotalTests: number;
  readonly testResults: readonly { readonly assertionResults: readonly { status: string; fullName: string }[] }[];
}

async function runSuite(url: string, sql: string): Promise<{ total: number; failed: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'healthcare-mutation-'));
  const outputFile = join(folder, 'result.json');
  try {
    const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
    const child = spawn(process.execPath, [vitest, 'run', suite, '--reporter=json', `--outputFile=${outputFile}`], {
      env: { ...process.env, DATABASE_URL: url, SPOILING_SQL: sql },
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      stdio: 'ignore',
    });
    await once(child, 'exit');
    const result = JSON.parse(await readFile(outputFile, 'utf8')) as SuiteResult;
    const failed = result.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === 'failed');
    return { total: result.numTotalTests, failed: failed.map(({ fullName }) => fullName) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Removes one safeguard at a time and checks that a race test fails. Exit code 1: no test failed for a safeguard. */
export async function runMutations({ json }: { json: boolean }): Promise<void> {
  const cluster = process.env.DATABASE_URL === undefined ? await Cluster.create() : undefined;
  const url = cluster?.url ?? process.env.DATABASE_URL ?? '';
  try {
    showProgress('  the race tests with all safeguards');
    const whole = await runSuite(url, '');
    if (whole.total === 0 || whole.failed.length > 0) {
      throw new Error(`The race tests fail with all safeguards: ${whole.failed.join('; ')}`);
    }
    const results: { mutation: string; isKilled: boolean; failed: string[] }[] = [];
    for (const { name, sql } of mutations) {
      showProgress(`  ${name}`);
      const { total, failed } = await runSuite(url, sql);
      if (total !== whole.total) throw new Error(`The race tests did not run with: ${name}.`);
      results.push({ mutation: name, isKilled: failed.length > 0, failed });
      showProgress();
      if (json) continue;
      const verdict = failed.length > 0 ? `killed by ${failed.length} of ${total} tests` : bold('survived');
      print(`  ${name.padEnd(30)}${verdict}`);
    }
    if (results.some(({ isKilled }) => !isKilled)) process.exitCode = 1;
    if (json) print(JSON.stringify({ suite, tests: whole.total, mutations: results }, null, 2));
  } finally {
    await cluster?.remove();
  }
}
