import { parseArgs } from 'node:util';
import { countForeignRows, measureRecall, recallLimit } from '../test/recall/recall.js';
import { createScratchDatabase } from '../test/support/scratch-database.js';
import { bold, dim, print, runCommand, showProgress, UsageError } from './command.js';

const help = `Measures the knowledge search: its recall at ${recallLimit} against exact search, and whether it ever shows a foreign row.

  npm run knowledge:recall                     20,000 vectors, 200 searches a figure, 10,000 searches for foreign rows
  npm run knowledge:recall -- --vectors 5000 --queries 50 --foreign 500
  npm run knowledge:recall -- --json           for machines

On a database that is thrown away, on the server of DATABASE_URL or embedded; embedded it takes a quarter of an hour.
Exit code 1: a recall under ${0.95}, a search that gave fewer rows than there are, or a foreign row.`;

/** What the search is held to. */
const minRecall = 0.95;

const parseCount = (name: string, text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new UsageError(`--${name} must be a whole number from 1.\n\n${help}`);
  return value;
};

function parse() {
  try {
    return parseArgs({
      options: {
        vectors: { type: 'string', default: '20000' },
        queries: { type: 'string', default: '200' },
        foreign: { type: 'string', default: '10000' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${help}`);
  }
}

await runCommand(async () => {
  const values = parse();
  if (values.help) return print(help);
  const [vectors, queries, foreignQueries] = [
    parseCount('vectors', values.vectors),
    parseCount('queries', values.queries),
    parseCount('foreign', values.foreign),
  ];
  const scratch = await createScratchDatabase();
  try {
    const { recalls, indexScans } = await measureRecall(scratch, { vectors, queries, onProgress: showProgress });
    const foreignRows = await countForeignRows(scratch, { queries: foreignQueries, onProgress: showProgress });
    showProgress();
    // On a small base the planner rightly looks at every row.
    const isIndexed = vectors < 20_000 || indexScans >= queries;
    const isGood =
      isIndexed && foreignRows === 0 && recalls.every(({ recall, short }) => recall >= minRecall && short === 0);
    if (!isGood) process.exitCode = 1;
    if (values.json) {
      return print(
        JSON.stringify(
          { database: scratch.description, vectors, recalls, indexScans, foreignQueries, foreignRows },
          null,
          2,
        ),
      );
    }
    print(bold(`Recall at ${recallLimit} on ${vectors} vectors ${dim(`(${scratch.description})`)}`));
    for (const { name, recall, short } of recalls) {
      print(`  ${name.padEnd(28)}${recall.toFixed(4)}${short > 0 ? `  ${short} searches gave too few rows` : ''}`);
    }
    print(`  searches by the HNSW index: ${indexScans} of ${queries}`);
    print(`  foreign rows in ${foreignQueries} searches: ${foreignRows}`);
    print(isGood ? 'Holds.' : `Does not hold: at least ${minRecall}, as many rows as there are, and no foreign row.`);
  } finally {
    await scratch.close();
  }
});
