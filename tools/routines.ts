import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { readMigrations } from '../db/migrate.js';
import { compareRoutines, readRoutineFiles } from '../db/routines.js';
import { createScratchDatabase } from '../test/support/scratch-database.js';
import { print, runCommand, UsageError } from './command.js';

const help = `Compares the functions and triggers in db/routines with those that the migrations create.

  npm run db:routines                  list the files that differ; exit code 1 if any does
  npm run db:routines -- --name NAME   write a migration with these files, such as 0017_NAME.sql`;

async function compare() {
  const scratch = await createScratchDatabase();
  try {
    return await compareRoutines(scratch.sql, await readRoutineFiles());
  } finally {
    await scratch.close();
  }
}

await runCommand({ help, options: { name: { type: 'string' } } }, async ({ values: { name } }) => {
  if (name !== undefined && !/^[a-z0-9_]+$/.test(name)) {
    throw new UsageError(`--name must consist of a-z, 0-9 and _ (found ${JSON.stringify(name)}).`);
  }
  const { changed, mismatches } = await compare();
  for (const mismatch of mismatches) print(mismatch);
  if (mismatches.length > 0) process.exitCode = 1;
  if (changed.length === 0) return print('All routines in db/routines match the migrations.');
  for (const file of changed) print(`db/routines/${file.name}.sql differs from the migrations.`);
  if (name === undefined) {
    process.exitCode = 1;
    return print('Write a migration with: npm run db:routines -- --name what_it_does');
  }
  execFileSync('npm', ['run', '--silent', 'db:generate', '--', '--custom', '--name', name], { stdio: 'pipe' });
  const migration = `db/migrations/${(await readMigrations()).at(-1)?.name}.sql`;
  await writeFile(migration, changed.map(({ sql }) => sql).join('\n'));
  print(`Wrote ${migration}.`);
});
