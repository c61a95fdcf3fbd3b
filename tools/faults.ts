import { NoServerError } from '../test/faults/cluster.js';
import { runMutations } from '../test/faults/mutations.js';
import { type Scenario, scenarios } from '../test/faults/scenarios.js';
import { Stage } from '../test/faults/stage.js';
import { hasPassed, recoverySeconds, runTrial, type TrialReport } from '../test/faults/trial.js';
import { bold, dim, print, printJson, runCommand, showProgress, UsageError } from './command.js';

const help = `Injects database faults while clients book, change, cancel and read, then compares every acknowledgment with the
database: no acknowledged change is lost and none is applied twice.

  npm run test:faults                   run every scenario, about 7 minutes
  npm run test:faults -- --short        run the most important ones, about 90 seconds
  npm run test:faults -- --only kill    run one scenario; repeat the option for more
  npm run test:faults -- --mutations    remove one safeguard at a time and check that the race tests fail
  npm run test:faults -- --json         print the results as JSON

Starts a PostgreSQL server from Debian's packages (.ci/postgres, needs root), or uses the server of DATABASE_URL. That one
is never killed or paused; scenarios that would are skipped.
Exit code 1: a change was lost or applied twice, the service took more than ${recoverySeconds} s to recover after the database came back
or failed again after that, or a mutation survived. Exit code 3: no server can run here.`;

const options = {
  short: { type: 'boolean', default: false },
  only: { type: 'string', multiple: true },
  mutations: { type: 'boolean' },
  json: { type: 'boolean', default: false },
} as const;

function selectScenarios({ only, short }: { only?: string[] | undefined; short: boolean }): readonly Scenario[] {
  if (only === undefined) return scenarios.filter(({ shortSeconds }) => shortSeconds !== undefined || !short);
  return only.map((name) => {
    const found = scenarios.find((scenario) => scenario.name === name);
    if (found) return found;
    throw new UsageError(`Unknown scenario ${name}. Scenarios: ${scenarios.map((one) => one.name).join(', ')}.`);
  });
}

/** Returns the reason why this stage can't run a scenario. */
function findMissingRequirement(stage: Stage, { needs }: Scenario): string | undefined {
  if (needs !== 'proxy' && stage.cluster === undefined)
    return 'the server of DATABASE_URL must not be killed or paused';
  if (needs === 'deployed' && stage.secrets === undefined)
    return 'openssl, which creates the certificate, is not installed';
  return undefined;
}

const columns = [
  ['scenario', (report: TrialReport) => report.scenario],
  ['requests', (report) => report.requests],
  ['acknowledged', (report) => report.acknowledged],
  ['lost', (report) => report.lost],
  ['duplicated', (report) => report.duplicated],
  ['other findings', (report) => report.otherFindings],
  ['5xx in the window', (report) => report.failuresInside],
  ['5xx outside', (report) => report.failuresOutside],
  [
    'recovered after',
    (report) => (report.recoverySeconds === null ? 'never' : `${report.recoverySeconds.toFixed(1)} s`),
  ],
] as const satisfies readonly (readonly [string, (report: TrialReport) => string | number])[];

function printRow(cells: readonly (string | number)[], style = (text: string) => text): void {
  const [first = '', ...others] = cells.map(String);
  const padded = others.map((cell, index) => cell.padStart((columns[index + 1]?.[0].length ?? 0) + 2));
  print(style(`  ${first.padEnd(12)}${padded.join('')}`));
}

async function runScenarios(options: { short: boolean; json: boolean; only?: string[] | undefined }): Promise<void> {
  const wanted = selectScenarios(options);
  const stage = await Stage.create();
  const reports: TrialReport[] = [];
  // Ctrl-C must not leave a server process and its data folder behind.
  process.once('SIGINT', () => void stage.close().finally(() => process.exit(130)));
  const leftOut: { scenario: string; reason: string }[] = [];
  try {
    if (!options.json)
      printRow(
        columns.map(([title]) => title),
        bold,
      );
    for (const scenario of wanted) {
      const missing = findMissingRequirement(stage, scenario);
      if (missing !== undefined) {
        leftOut.push({ scenario: scenario.name, reason: missing });
        continue;
      }
      showProgress(`  ${scenario.name}: ${scenario.title}`);
      const report = await runTrial(stage, scenario, { isShort: options.short });
      showProgress();
      reports.push(report);
      if (!options.json) {
        printRow(columns.map(([, formatCell]) => formatCell(report)));
        if (report.unexplained > 0) print(`    ${report.unexplained} 5xx responses without Retry-After`);
        for (const { kind, operation, detail } of report.findings.slice(0, 10)) {
          print(`    ${kind}: ${operation ?? ''} ${detail}`);
        }
      }
    }
  } finally {
    await stage.close();
  }
  const isGood = reports.length > 0 && reports.every(hasPassed);
  if (!isGood) process.exitCode = 1;
  if (options.json) return printJson({ reports, leftOut, holds: isGood });
  for (const { scenario, reason } of leftOut) print(dim(`  skipped ${scenario}: ${reason}`));
  print(isGood ? 'Passed.' : 'Failed.');
}

await runCommand({ help, options }, async ({ values: { short, only, mutations, json } }) => {
  try {
    if (mutations) await runMutations({ json });
    else await runScenarios({ short, json, only });
  } catch (error) {
    if (!(error instanceof NoServerError)) throw error;
    print(`No PostgreSQL server can run here: ${error.message}. Set DATABASE_URL to a server that has pgvector.`);
    process.exitCode = 3;
  }
});
