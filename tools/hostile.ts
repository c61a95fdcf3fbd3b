import { type AttackFailure, type AttackReport, attack } from '../test/hostile/attack.js';
import { isMemoryStable, type MemorySample, sampleMemory } from '../test/hostile/memory.js';
import { createTarget } from '../test/hostile/target.js';
import { createScratchDatabase } from '../test/support/scratch-database.js';
import { bold, dim, parsePositiveInteger, print, runCommand, showProgress } from './command.js';

const help = `Sends requests with hostile values, generated from the OpenAPI document, to the whole API behind the Lambda handler.

  npm run test:hostile                        send 10,000 requests
  npm run test:hostile -- --requests 1000     send fewer
  npm run test:hostile -- --seed 7            replay the requests of an earlier run

Uses a temporary database on the server of DATABASE_URL, or the embedded one. Exit code 1: a status of 500 or above, a
response that the document doesn't describe, or growing memory.`;

const requestsBetweenSamples = 1_000;

function printAnswers({ answers }: AttackReport): void {
  print(bold(`${'operation'.padEnd(26)}${'requests'.padStart(9)}  responses`));
  for (const [operationId, statuses] of [...answers].sort(([one], [other]) => one.localeCompare(other))) {
    const requests = [...statuses.values()].reduce((sum, number) => sum + number, 0);
    const shown = [...statuses].sort(([one], [other]) => one - other).map(([status, times]) => `${status} × ${times}`);
    print(`${operationId.padEnd(26)}${String(requests).padStart(9)}  ${shown.join(', ')}`);
  }
}

function printMemory(samples: readonly MemorySample[]): void {
  const mebibytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`.padStart(12);
  print(bold(`${'requests'.padStart(9)}${'resident'.padStart(12)}${'heap'.padStart(12)}`));
  for (const { requests, residentBytes, heapBytes } of samples) {
    print(`${String(requests).padStart(9)}${mebibytes(residentBytes)}${mebibytes(heapBytes)}`);
  }
}

const truncate = (text: string): string => (text.length > 2_000 ? `${text.slice(0, 2_000)} … (${text.length})` : text);

function printFailure({ fault, request, log }: AttackFailure): void {
  print(`\n${bold(`${request.operationId}: ${truncate(fault)}`)}`);
  const { body, ...rest } = request;
  print(truncate(JSON.stringify(rest)));
  if (body)
    print(`body ${body.contentType}: ${truncate(JSON.stringify(Buffer.from(body.content).toString('latin1')))}`);
  for (const line of log) print(dim(truncate(line)));
}

const options = { requests: { type: 'string', default: '10000' }, seed: { type: 'string' } } as const;

await runCommand({ help, options }, async ({ values }) => {
  const requests = parsePositiveInteger('requests', values.requests);
  const seed =
    values.seed === undefined ? Math.trunc(Math.random() * 2 ** 31) : parsePositiveInteger('seed', values.seed);
  const scratch = await createScratchDatabase({ isSeparateProcess: true });
  const target = await createTarget(scratch);
  try {
    print(`${requests} requests, seed ${seed} ${dim(`(${scratch.description})`)}\n`);
    const samples = [sampleMemory(0)];
    const report = await attack(target, {
      requests,
      seed,
      onAnswered: (answered) => {
        if (answered % requestsBetweenSamples === 0) samples.push(sampleMemory(answered));
        showProgress(`${answered} of ${requests}`);
      },
    });
    showProgress();
    printAnswers(report);
    print();
    printMemory(samples);
    for (const failure of report.failures) printFailure(failure);
    const isStable = isMemoryStable(samples);
    print();
    print(
      `${report.failed} of ${requests} responses don't match the document; memory is ${isStable ? 'stable' : 'growing'}.`,
    );
    if (report.failed > 0 || !isStable) process.exitCode = 1;
  } finally {
    await target.close();
    await scratch.close();
  }
});
