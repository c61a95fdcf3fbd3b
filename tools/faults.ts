import { parseArgs } from 'node:util';
import { NoServerError } from '../test/faults/cluster.js';
import { runMutations } from '../test/faults/mutations.js';
import { type Scenario, scenarios } from '../test/faults/scenarios.js';
import { Stage } from '../test/faults/stage.js';
import { hasPassed, recoverySeconds, runTrial, type TrialReport } from '../test/faults/trial.js';
import { bold, dim, print, runCommand, showProgress, UsageError } from './command.js';

const help = `Breaks the way to the database while clients book, change, cancel and read, and holds what they were told against
what is there: nothing acknowledged is lost, nothing is done twice.

  npm run test:faults                   every scenario, about seven minutes
  npm run test:faults -- --short        the most telling ones, about a minute and a half
  npm run test:faults -- --only kill    one by its name, as often as it is given
  npm run test:faults -- --mutations    instead: do the race tests notice when a safeguard is taken away?
  npm run test:faults -- --json         for machines

On a PostgreSQL server of its own from Debian's packages (.ci/postgres; needs root), or on the one of DATABASE_URL: that one
is neither killed nor frozen, and the scenarios that would are left out.
Exit code 1: something was lost or done twice, or the service did not answer within ${recoverySeconds} s of the database's return, or
failed later than that; a mutation survived. 3: no server can be had here.`;

function parse() {
  try {
    return parseArgs({
      options: {
        short: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true },
        mutations: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${help}`);
  }
}

function selectScenarios({ only, short }: { only?: string[] | undefined; short: boolean }): readonly Scenario[] {
  if (only === undefined) return scenarios.filter(({ shortSeconds }) => shortSeconds !== undefined || !short);
  return only.map((name) => {
    const found = scenarios.find((scenario) => scenario.name === name);
    if (found) return found;
    throw new UsageError(`There is no scenario ${name}: ${scenarios.map((one) => one.name).join(', ')}.`);
  });
}

/** Why a scenario can't be run on this stage. */
function findMissingRequirement(stage: Stage, { needs }: Scenario): string | undefined {
  if (needs !== 'proxy' && stage.cluster === undefined) return 'the server of DATABASE_URL is not ours to break';
  if (needs === 'deployed' && stage.secrets === undefined) return 'there is no openssl to make a certificate';
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
  ['back after', (report) => (report.recoverySeconds === null ? 'never' : `${report.recoverySeconds.toFixed(1)} s`)],
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
  // The server is a process of its own and its folder is not small: neither stays behind.
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
        if (report.unexplained > 0)
          print(`    ${report.unexplained} answers 5xx that say nothing of when to come again`);
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
  if (options.json) return print(JSON.stringify({ reports, leftOut, holds: isGood }, null, 2));
  for (const { scenario, reason } of leftOut) print(dim(`  ${scenario} was left out: ${reason}`));
  print(isGood ? 'Holds.' : 'Does not hold.');
}

await runCommand(async () => {
  const { short, only, mutations, json = false, help: isHelp } = parse();
  if (isHelp) return print(help);
  try {
    if (mutations) await runMutations({ json });
    else await runScenarios({ short, json, only });
  } catch (error) {
    if (!(error instanceof NoServerError)) throw error;
    print(`No PostgreSQL server can be had here: ${error.message}. Set DATABASE_URL to one that has pgvector.`);
    process.exitCode = 3;
  }
});
