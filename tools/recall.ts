import { countForeignRows, measureRecall, recallLimit } from '../test/recall/recall.js';
import { createScratchDatabase } from '../test/support/scratch-database.js';
import { bold, dim, parsePositiveInteger, print, printJson, runCommand, showProgress } from './command.js';

const minRecall = 0.95;

const help = `Measures knowledge search: recall at ${recallLimit} compared with exact search, and rows returned to callers who can't read them.

  npm run knowledge:recall                     20,000 vectors, 200 searches per figure, 10,000 searches for foreign rows
  npm run knowledge:recall -- --vectors 5000 --queries 50 --foreign 500
  npm run knowledge:recall -- --json           print the results as JSON

Uses a temporary database on the server of DATABASE_URL, or the embedded one, which takes about 15 minutes.
Exit code 1: a recall below ${minRecall}, a search that returned too few rows, or a row that the caller may not read.`;

const options = {
  vectors: { type: 'string', default: '20000' },
  queries: { type: 'string', default: '200' },
  foreign: { type: 'string', default: '10000' },
  json: { type: 'boolean' },
} as const;

await runCommand({ help, options }, async ({ values }) => {
  const [vectors, queries, foreignQueries] = [
    parsePositiveInteger('vectors', values.vectors),
    parsePositiveInteger('queries', values.queries),
    parsePositiveInteger('foreign', values.foreign),
  ];
  const scratch = await createScratchDatabase();
  try {
    const { recalls, indexScans } = await measureRecall(scratch, { vectors, queries, onProgress: showProgress });
    const foreignRows = await countForeignRows(scratch, { queries: foreignQueries, onProgress: showProgress });
    showProgress();
    // On a small table the planner correctly prefers a sequential scan.
    const isIndexed = vectors < 20_000 || indexScans >= queries;
    const isGood =
      isIndexed && foreignRows === 0 && recalls.every(({ recall, short }) => recall >= minRecall && short === 0);
    if (!isGood) process.exitCode = 1;
    if (values.json) {
      return printJson({ database: scratch.description, vectors, recalls, indexScans, foreignQueries, foreignRows });
    }
    print(bold(`Recall at ${recallLimit} on ${vectors} vectors ${dim(`(${scratch.description})`)}`));
    for (const { name, recall, short } of recalls) {
      print(`  ${name.padEnd(28)}${recall.toFixed(4)}${short > 0 ? `  ${short} searches returned too few rows` : ''}`);
    }
    print(`  searches that used the HNSW index: ${indexScans} of ${queries}`);
    print(`  foreign rows in ${foreignQueries} searches: ${foreignRows}`);
    print(
      isGood
        ? 'Passed.'
        : `Failed: recall must be at least ${minRecall}, every search must return enough rows, and no search may return foreign rows.`,
    );
  } finally {
    await scratch.close();
  }
});
