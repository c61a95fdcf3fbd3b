import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { defaultBookId, describeUnknownBook, findBook, priceBooks } from '../infra/cost/prices.js';
import { findChangedPrices, refreshBook, renderBookModule, toBookConstant } from '../infra/cost/refresh/refresh.js';
import { type Arguments, print, requireWritable, runCommand, showProgress, UsageError } from './command.js';

const help = `Write a price book with today's prices from the AWS Price List. Needs AWS credentials that allow pricing:GetProducts.

Usage: npm run cost:refresh -- [options]

  --region NAME    the AWS region (default us-east-1)
  --from NAME      book to take units, free amounts and unlisted prices from: ${priceBooks.map(({ id }) => id).join(', ')} (default ${defaultBookId})
  --check          only list changed prices; exit with code 1 if there are any
  --out FILE       where to write the book (default infra/cost/prices/)

If a price is missing or ambiguous, the command names it and writes no book.`;

const options = {
  region: { type: 'string', default: 'us-east-1' },
  from: { type: 'string', default: defaultBookId },
  out: { type: 'string' },
  check: { type: 'boolean', default: false },
} as const;

type Values = Arguments<typeof options>['values'];

async function refresh({ region, ...values }: Values): Promise<void> {
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    throw new UsageError(`--region must be an AWS region such as us-east-1 (found ${JSON.stringify(region)}).`);
  }
  const base = findBook(values.from);
  if (base === undefined) throw new UsageError(describeUnknownBook(values.from));
  if (values.check && base.region !== region) {
    throw new UsageError(`The book ${base.id} has the prices of ${base.region}, not ${region}.`);
  }
  if (values.out !== undefined) await requireWritable('--out', values.out);
  const date = new Date().toISOString().slice(0, 10);
  const id = `aws-${date.slice(0, 7)}${region === 'us-east-1' ? '' : `-${region}`}`;
  const onProgress = (done: number, all: number) => showProgress(done === all ? '' : `${done} of ${all} prices`);
  const { book, carried } = await refreshBook({ id, region, date, base, onProgress });
  const changed = findChangedPrices(base, book);
  for (const price of changed) print(`${price.id}: ${price.before} → ${price.now} (× ${price.ratio})`);
  if (changed.length === 0) print(`All listed prices equal those in ${base.id}.`);
  for (const price of carried) print(`${price.id} is not on the list, so it keeps its price: ${price.reason}`);
  if (values.check) {
    if (changed.length > 0) process.exitCode = 1;
    return;
  }
  const file = values.out ?? `infra/cost/prices/${id}.ts`;
  await writeFile(file, renderBookModule(book));
  await promisify(execFile)('node_modules/.bin/biome', ['format', '--write', file]).catch(() => {});
  print(`Wrote ${file}. To use it, add ${toBookConstant(id)} to priceBooks in infra/cost/prices.ts.`);
}

await runCommand({ help, options }, async ({ values }) => {
  try {
    await refresh(values);
  } catch (error) {
    const isUnknown = error instanceof Error && /^(CredentialsProviderError|TokenProviderError)$/.test(error.name);
    if (!isUnknown) throw error;
    throw new UsageError(
      'No AWS credentials found. Sign in with `aws sso login` or set AWS_PROFILE; the identity must be allowed to call pricing:GetProducts.',
      { cause: error },
    );
  }
});
