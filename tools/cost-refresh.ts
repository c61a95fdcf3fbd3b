import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { parseArgs, promisify } from 'node:util';
import { defaultBookId, findBook, priceBooks } from '../infra/cost/prices.js';
import { findChangedPrices, refreshBook, renderBookModule, toBookConstant } from '../infra/cost/refresh/refresh.js';
import { print, runCommand, showProgress, UsageError } from './command.js';
import { requireWritable } from './output-file.js';

const help = `Reads today's prices from AWS's Price List, which needs credentials that may call pricing:GetProducts.

  npm run cost:refresh                      a new book of today for us-east-1, in infra/cost/prices/
  npm run cost:refresh -- --region R        for another region
  npm run cost:refresh -- --check           which prices are others by now; exit code 1 where some are
  npm run cost:refresh -- --from BOOK       units, free amounts and what the list lacks are from this book: ${priceBooks.map(({ id }) => id).join(', ')} (${defaultBookId} where left out)
  npm run cost:refresh -- --out FILE        elsewhere

A price that is not found, or of which there are several, is named, and then no book is written.`;

function parseOptions() {
  try {
    return parseArgs({
      options: {
        region: { type: 'string', default: 'us-east-1' },
        from: { type: 'string', default: defaultBookId },
        out: { type: 'string' },
        check: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${help}`);
  }
}

function showPriceProgress(done: number, all: number): void {
  showProgress(done === all ? '' : `${done} of ${all} prices`);
}

async function refresh(): Promise<void> {
  const options = parseOptions();
  if (options.help) return print(help);
  const { region } = options;
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    throw new UsageError(`--region is ${JSON.stringify(region)}; it must be a region such as us-east-1.`);
  }
  if (!priceBooks.some(({ id }) => id === options.from)) {
    throw new UsageError(
      `There is no price book ${options.from}. The books are: ${priceBooks.map(({ id }) => id).join(', ')}.`,
    );
  }
  const base = findBook(options.from);
  if (options.check && base.region !== region) {
    throw new UsageError(`The book ${base.id} is of ${base.region}, not of ${region}.`);
  }
  if (options.out !== undefined) await requireWritable('--out', options.out);
  const date = new Date().toISOString().slice(0, 10);
  const id = `aws-${date.slice(0, 7)}${region === 'us-east-1' ? '' : `-${region}`}`;
  const { book, carried } = await refreshBook({ id, region, date, base, onProgress: showPriceProgress });
  const moved = findChangedPrices(base, book);
  for (const price of moved) print(`${price.id}: ${price.before} → ${price.now} (× ${price.ratio})`);
  if (moved.length === 0) print(`Every listed price is as in ${base.id}.`);
  for (const price of carried) print(`${price.id} is not on the list and stays as it is: ${price.reason}`);
  if (options.check) {
    if (moved.length > 0) process.exitCode = 1;
    return;
  }
  const file = options.out ?? `infra/cost/prices/${id}.ts`;
  await writeFile(file, renderBookModule(book));
  await promisify(execFile)('node_modules/.bin/biome', ['format', '--write', file]).catch(() => {});
  print(`Wrote ${file}. To use it, add ${toBookConstant(id)} to priceBooks in infra/cost/prices.ts.`);
}

/** Who has no credentials is told how to get some. */
async function refreshWithCredentials(): Promise<void> {
  try {
    await refresh();
  } catch (error) {
    const isUnknown = error instanceof Error && /^(CredentialsProviderError|TokenProviderError)$/.test(error.name);
    if (!isUnknown) throw error;
    throw new UsageError(
      'There are no AWS credentials. Sign in (aws sso login, or AWS_PROFILE) as someone who may call pricing:GetProducts.',
      { cause: error },
    );
  }
}

await runCommand(refreshWithCredentials);
