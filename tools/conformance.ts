import { clientsSuite } from '../test/conformance/clients/clients.js';
import type { CheckResult, Suite } from '../test/conformance/suite.js';
import { print, printJson, runCommand, showProgress, UsageError } from './command.js';

const suites: readonly Suite[] = [clientsSuite];

const help = `Checks the product with programs of third parties, which are downloaded once to ~/.cache/healthcare-backend.

${suites.map(({ name, description }) => `  ${name.padEnd(10)} ${description}`).join('\n')}

  npm run test:conformance                     run every suite
  npm run test:conformance -- --only clients   run one suite; repeat the option for more
  npm run test:conformance -- --short          leave out what takes long
  npm run test:conformance -- --json           print the results as JSON

A check whose runtime is missing is skipped with the reason. Exit code 1: a check failed.`;

const options = {
  only: { type: 'string', multiple: true },
  short: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

function selectSuites(only: readonly string[] | undefined): readonly Suite[] {
  const unknown = only?.find((name) => !suites.some((suite) => suite.name === name));
  if (unknown !== undefined) {
    throw new UsageError(`Unknown suite ${unknown}. Suites: ${suites.map(({ name }) => name).join(', ')}.`);
  }
  return suites.filter(({ name }) => only?.includes(name) ?? true);
}

function describeOutcome({ failure, skipped }: CheckResult): string {
  if (failure !== undefined) return `failed: ${failure}`;
  return skipped === undefined ? 'passed' : `skipped: ${skipped}`;
}

await runCommand({ help, options }, async ({ values: { only, short: isShort, json } }) => {
  const results = [];
  for (const suite of selectSuites(only)) {
    const onProgress = (text: string) => showProgress(`${suite.name}: ${text}`);
    for (const result of await suite.run({ isShort, onProgress })) results.push({ suite: suite.name, ...result });
    showProgress();
  }
  if (json) printJson(results);
  else for (const result of results) print(`${result.suite}  ${result.name}  ${describeOutcome(result)}`);
  if (results.some(({ failure }) => failure !== undefined)) process.exitCode = 1;
});
