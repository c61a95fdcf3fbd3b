import { LoaderEnvironment, parseEnvironment } from '../config/environment.js';
import { connectDatabase } from '../db/client/database.js';
import { createFolderSource, loadRecords } from '../functions/data_loader/load.js';
import type { LoadReport } from '../functions/data_loader/report.js';
import { lexicalEmbedder } from '../functions/knowledge/lexical-embedder.js';
import { openLocalDatabase, requireSchema } from '../functions/local/database.js';
import { bold, dim, print, printJson, runCommand, showProgress, UsageError } from './command.js';

const help = `Loads FHIR R4 records into a database: DATABASE_URL, or the embedded one.

  npm run db:load -- DIR             load bundles (.json) and resources (.ndjson) from a folder and its subfolders
  npm run db:load -- DIR --json      print the report as JSON

A file loads completely or not at all. Loading the same files again changes nothing. Exit code 1: a file couldn't be loaded.`;

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
  for (const [reason, count] of Object.entries(report.notes)) print(`  ${count} × ${reason}`);
  if (report.knowledge !== undefined) {
    const { written, unchanged } = report.knowledge;
    print(`  ${written + unchanged} patient documents in the knowledge base, ${unchanged} unchanged`);
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

await runCommand({ help, options: { json: { type: 'boolean' } }, allowPositionals: true }, async (parsed) => {
  const { values, positionals } = parsed;
  const [directory, ...others] = positionals;
  if (directory === undefined || others.length > 0)
    throw new UsageError(`Name one folder, such as: npm run db:load -- records (found ${positionals.length}).`);
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
    if (values.json) printJson(report);
    else printReport(report);
    if (report.files.failed.length > 0) process.exitCode = 1;
  } finally {
    await database.close();
    await local.close();
  }
});
