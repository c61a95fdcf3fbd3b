import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';

/** The configuration that Pulumi's CLI passes to the program. */
export interface StackFile {
  readonly project: string;
  readonly stack: string;
  /** Full keys; structured values as JSON. */
  readonly config: Readonly<Record<string, string>>;
}

const Project = z.looseObject({ name: z.string().min(1) });
const Stack = z.looseObject({ config: z.record(z.string(), z.unknown()).default({}) });

/** Encrypted values stay unread, because a plan needs no secrets. */
const isEncrypted = (value: unknown): boolean => typeof value === 'object' && value !== null && 'secure' in value;

const toConfigText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value, (_key, part) => (isEncrypted(part) ? 'encrypted' : part));

async function readYaml<Schema extends z.ZodType>(folder: string, file: string, schema: Schema) {
  const text = await readFile(join(folder, file), 'utf8');
  let value: unknown;
  try {
    // Pulumi's CLI accepts an empty file.
    value = parse(text) ?? {};
  } catch (error) {
    throw new Error(`${file} is not valid YAML: ${(error as Error).message}`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Error(`${file} is not a valid Pulumi file:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

export async function listStackNames(folder: string): Promise<string[]> {
  const files = await readdir(folder);
  return files.flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []).sort();
}

/**
 * Reads the file of a stack as Pulumi's CLI does.
 * @throws Error that lists the existing stacks, or names the file and what is wrong with it
 */
export async function readStackFile(folder: string, stack: string): Promise<StackFile> {
  const known = await listStackNames(folder);
  if (!known.includes(stack)) {
    throw new Error(`Pulumi.${stack}.yaml does not exist. The stacks are: ${known.join(', ') || 'none'}.`);
  }
  const { name: project } = await readYaml(folder, 'Pulumi.yaml', Project);
  const { config } = await readYaml(folder, `Pulumi.${stack}.yaml`, Stack);
  const keyed = Object.entries(config).map(([key, value]) => [
    key.includes(':') ? key : `${project}:${key}`,
    toConfigText(isEncrypted(value) ? 'encrypted' : value),
  ]);
  return { project, stack, config: Object.fromEntries(keyed) };
}
