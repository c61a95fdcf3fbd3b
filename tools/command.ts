import { access, constants, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';

const isPlain = !process.stdout.isTTY || process.env.NO_COLOR !== undefined;

const styled = (code: number) => (text: string) => (isPlain ? text : `\u001b[${code}m${text}\u001b[0m`);

export const bold = styled(1);
export const dim = styled(2);
const green = styled(32);

export const print = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

/** Runs one step of a command and prints its title and how long it took. */
export async function step<Result>(title: string, work: () => Promise<Result>): Promise<Result> {
  const startedAt = performance.now();
  if (!isPlain) process.stdout.write(`  ${title} …`);
  const result = await work();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${isPlain ? '' : '\r\u001b[2K'}  ${green('✓')} ${title} ${dim(`${seconds} s`)}\n`);
  return result;
}

/** Replaces the progress line on a terminal; without a text, clears it. Prints nothing elsewhere. */
export function showProgress(text = ''): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text}`);
}

/** Wrong use of a command: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

type Options = NonNullable<ParseArgsConfig['options']>;

export type Arguments<CommandOptions extends Options> = ReturnType<
  typeof parseArgs<{ options: CommandOptions; allowPositionals: true }>
>;

interface Command<CommandOptions extends Options> {
  /** Printed by `--help`. */
  readonly help: string;
  readonly options?: CommandOptions;
  readonly allowPositionals?: boolean;
}

/**
 * Parses the arguments of a command and runs it; prints its help for `--help`, and an error as its message. Exit codes: 1 for an error,
 * 2 for wrong use; a command sets `process.exitCode` itself for its own findings.
 */
export async function runCommand<const CommandOptions extends Options = Record<never, never>>(
  { help, options, allowPositionals = false }: Command<CommandOptions>,
  run: (parsed: Arguments<CommandOptions>) => Promise<void> | void,
): Promise<void> {
  try {
    const parsed = parseArgs({ options: { ...options, help: { type: 'boolean' } }, allowPositionals });
    if (parsed.values.help) print(help);
    else await run(parsed as Arguments<CommandOptions>);
  } catch (error) {
    const isUsageError = error instanceof UsageError || isParseError(error);
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(isParseError(error) ? `${message}\nUse --help to see the options.\n` : `${message}\n`);
    process.exitCode = isUsageError ? 2 : 1;
  }
}

const isParseError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');

/** @throws UsageError unless the text is a whole number of at least 1 */
export function parsePositiveInteger(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new UsageError(`--${option} must be a whole number of at least 1 (found ${JSON.stringify(text)}).`);
}

/**
 * Checks that an output file can be written, before the work that produces it.
 * @throws UsageError that names the option and the file
 */
export async function requireWritable(option: string, file: string): Promise<void> {
  if (file === '') throw new UsageError(`${option} needs a file name.`);
  const folder = dirname(file);
  const folderStats = await stat(folder).catch(() => undefined);
  if (!folderStats?.isDirectory()) throw new UsageError(`${option} ${file}: the folder ${folder} does not exist.`);
  const fileStats = await stat(file).catch(() => undefined);
  if (fileStats?.isDirectory()) throw new UsageError(`${option} ${file} is a folder. Name a file in it.`);
  await access(fileStats === undefined ? folder : file, constants.W_OK).catch((cause) => {
    throw new UsageError(`${option} ${file}: permission denied.`, { cause });
  });
}

/**
 * Writes a generated file, or with `check` compares it with the committed one.
 * @param options.command regenerates the file, such as `npm run openapi`
 */
export async function writeGenerated(
  file: string,
  text: string,
  { check, command }: { check: boolean | undefined; command: string },
): Promise<void> {
  if (!check) {
    await writeFile(file, text);
    print(`Wrote ${file}`);
  } else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
    throw new Error(`${file} is out of date. Run: ${command}`);
  }
}
