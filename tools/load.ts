import { parseArgs } from 'node:util';
import { LoaderEnvironment, parseEnvironment } from '../config/environment.js';
import { connectDatabase } from '../db/client/database.js';
import { createFolderSource, loadRecords } from '../functions/data_loader/load.js';
import type { LoadReport } from '../functions/data_loader/report.js';
import { lexicalEmbedder } from '../functions/knowledge/lexical-embedder.js';
import { openLocalDatabase } from '../functions/local/database.js';
import { requireSchema } from '../functions/local/schema.js';
import { bold, dim, print, runCommand, showProgress, UsageError } from './command.js';

const help = `Loads FHIR R4 records into a database: DATABASE_URL, or the embedded one.

  npm run db:load -- DIR             bundles (.json) and resources (.ndjson) of a folder and what lies below it
  npm run db:load -- DIR --json      print the report as JSON

A file is loaded as a whole or not at all. Loading twice changes nothing. Exit code 1: a file could not be loaded.`;

function parse() {
  try {
    return parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' }, help: { type: 'boolean' } } });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${help}`);
  }
}

function printReport(report: LoadReport): void {
  const rows = Object.entries(report.resources).sort(([one], [other]) => (one < other ? -1 : 1));
  print(
    bold(`  ${'resource'.padEnd(24)}${['read', 'written', 'unchanged'].map((title) => title.padStart(10)).join('')}`),
  );
  for (const [type, { read, written, unchanged, skipped }] of rows) {
    const reasons = Object.entries(skipped).map(([reason, count]) => `${count} ${reason}`);
    const counts = [read, written, unchanged].map((count) => String(count).padStart(10)).join('');
    print(`  ${type.padEnd(24)}${counts}  ${dim(reasons.length > 0 ? `skipped: ${reasons.join(', ')}` : '')}`);
  }
  for (const [reason, count] of Object.entries(report.notes)) print(`  ${count} times ${reason}`);
  if (report.knowledge !== undefined) {
    const { written, unchanged } = report.knowledge;
    print(`  ${written + unchanged} documents about patients in the knowledge base, ${unchanged} of them unchanged`);
  }
  const { read, failed, ignored } = report.files;
  const seconds = (report.durationMilliseconds / 1000).toFixed(1);
  print(
    `  ${read - failed.length} of ${read} files loaded in ${seconds} s${ignored > 0 ? `, ${ignored} other files ignored` : ''}`,
  );
  for (const { name, problems } of failed) {
    print(`  ${bold(name)} was not loaded:`);
    for (const { position, reason } of problems) print(`    ${position}: ${reason}`);
  }
}

await runCommand(async () => {
  const { values, positionals } = parse();
  if (values.help) return print(help);
  const [directory, ...others] = positionals;
  if (directory === undefined || others.length > 0) throw new UsageError(`Name one folder.\n\n${help}`);
  const source = createFolderSource(directory);
  await source.list();
  const local = await openLocalDatabase();
  const database = connectDatabase(parseEnvironment(LoaderEnvironment, { ...process.env, DATABASE_URL: local.url }));
  try {
    await requireSchema(local);
    const report = await loadRecords(database, source, {
      embedder: lexicalEmbedder,
      onProgress: ({ done, total, resources }) => showProgress(`${done} of ${total} files, ${resources} resources`),
    });
    showProgress();
    if (values.json) print(JSON.stringify(report, null, 2));
    else printReport(report);
    if (report.files.failed.length > 0) process.exitCode = 1;
  } finally {
    await database.close();
    await local.close();
  }
});
