import { LoaderEnvironment, parseEnvironment } from '../config/environment.js';
import { connectDatabase } from '../db/client/database.js';
import { createFolderSource, loadRecords } from '../functions/data_loader/load.js';
import { LoadError, type LoadReport } from '../functions/data_loader/report.js';
import { lexicalEmbedder } from '../functions/knowledge/lexical-embedder.js';
import { openLocalDatabase, requireSchema } from '../functions/local/database.js';
import { bold, dim, print, printJson, runCommand, showProgress, UsageError } from './command.js';

const help = `Loads FHIR R4 records into a database: DATABASE_URL, or the embedded one.

  npm run db:load -- DIR             load the records of a folder and its subfolders
  npm run db:load -- DIR --verbose   also name each thing that was skipped, left out or changed
  npm run db:load -- DIR --json      print the report as JSON; with --verbose it includes the details

Reads bundles and resources (.json), and NDJSON of resources or bundles (.ndjson, .jsonl), compressed (.gz) or not.
A transaction bundle loads completely or not at all, except for visits that overlap others; elsewhere only the resources
with a fault are not loaded. A resource or element that the records have no place for is skipped or left out, and counted
with the reason. The order of the files doesn't matter. Loading the same files again changes nothing; a newer version of a
resource updates or withdraws the record, except what people have changed since. The report contains no values of records.
Exit code 1: a file, or a part of it, couldn't be loaded.`;

/** Reasons with their counts, most frequent first. */
const formatReasons = (reasons: Readonly<Record<string, number>>): string =>
  Object.entries(reasons)
    .sort(([, one], [, other]) => other - one)
    .map(([reason, count]) => `${count} ${reason}`)
    .join(', ');

function printReport({ files, resources, notes, knowledge, details, durationMilliseconds }: LoadReport): void {
  const rows = Object.entries(resources).sort(([one], [other]) => (one < other ? -1 : 1));
  print(
    bold(`  ${'resource'.padEnd(24)}${['read', 'written', 'unchanged'].map((title) => title.padStart(10)).join('')}`),
  );
  for (const [type, { read, written, unchanged, skipped, leftOut }] of rows) {
    const counts = [read, written, unchanged].map((count) => String(count).padStart(10)).join('');
    const reasons = formatReasons(skipped);
    print(`  ${type.padEnd(24)}${counts}  ${dim(reasons === '' ? '' : `skipped: ${reasons}`)}`.trimEnd());
    for (const [element, elementReasons] of Object.entries(leftOut).sort(([one], [other]) => (one < other ? -1 : 1))) {
      print(dim(`    left out: ${element}: ${formatReasons(elementReasons)}`));
    }
  }
  for (const [reason, count] of Object.entries(notes)) print(`  ${count} × ${reason}`);
  for (const { file, position, type, kind, element, reason } of details ?? []) {
    print(dim(`  ${file}, ${position}: ${kind}: ${element === undefined ? '' : `${type}.${element}: `}${reason}`));
  }
  if (knowledge !== undefined) {
    const { written, unchanged } = knowledge;
    print(`  ${written + unchanged} patient documents in the knowledge base, ${unchanged} unchanged`);
  }
  const { read, failed, skipped, ignored } = files;
  const partial = failed.filter(({ isPartial }) => isPartial).length;
  const seconds = (durationMilliseconds / 1000).toFixed(1);
  print(
    `  ${read - failed.length} of ${read} files loaded${partial > 0 ? `, ${partial} in part` : ''} in ${seconds} s` +
      `${ignored > 0 ? `, ${ignored} other files ignored` : ''}`,
  );
  for (const name of skipped) print(`  ${bold(name)}: every resource was skipped`);
  for (const { name, problems, more, isPartial } of failed) {
    print(`  ${bold(name)} was ${isPartial ? 'loaded only in part' : 'not loaded'}:`);
    for (const { position, reason } of problems) print(`    ${position}: ${reason}`);
    if (more !== undefined) print(`    and ${more} more`);
  }
}

const options = { json: { type: 'boolean' }, verbose: { type: 'boolean' } } as const;

await runCommand({ help, options, allowPositionals: true }, async (parsed) => {
  const { values, positionals } = parsed;
  const [directory, ...others] = positionals;
  if (directory === undefined || others.length > 0)
    throw new UsageError(`Name one folder, such as: npm run db:load -- records (found ${positionals.length}).`);
  const source = createFolderSource(directory);
  await source.list();
  const local = await openLocalDatabase();
  const environment = parseEnvironment(LoaderEnvironment, { ...process.env, DATABASE_URL: local.url });
  const database = connectDatabase(environment);
  const showReport = (report: LoadReport) => {
    showProgress();
    if (values.json) printJson(report);
    else printReport(report);
  };
  try {
    await requireSchema(local);
    const report = await loadRecords(database, source, {
      embedder: lexicalEmbedder,
      clinicTimeZone: environment.CLINIC_TIME_ZONE,
      details: values.verbose === true,
      onProgress: ({ done, total, resources }) => showProgress(`${done} of ${total} files, ${resources} resources`),
    });
    showReport(report);
    if (report.files.failed.length > 0) process.exitCode = 1;
  } catch (error) {
    // What was loaded until then.
    if (error instanceof LoadError) showReport(error.report);
    throw error;
  } finally {
    await database.close();
    await local.close();
  }
});
