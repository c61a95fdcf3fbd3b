import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from './command.js';

/**
 * Refuses a file that could not be written, before the work whose result it is to keep.
 * @throws UsageError that names the option and the file
 */
export async function requireWritable(option: string, file: string): Promise<void> {
  if (file === '') throw new UsageError(`${option} needs the name of a file.`);
  const folder = dirname(file);
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new UsageError(`${option} ${file}: there is no folder ${folder}.`);
  const there = await stat(file).catch(() => undefined);
  if (there?.isDirectory()) throw new UsageError(`${option} ${file}: that is a folder; name a file in it.`);
  await access(there === undefined ? folder : file, constants.W_OK).catch((cause) => {
    throw new UsageError(`${option} ${file}: it may not be written.`, { cause });
  });
}
