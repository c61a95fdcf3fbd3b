import * as pulumi from '@pulumi/pulumi';
import type * as z from 'zod';
import { regionSyntax } from './fields.js';
import { StackConfig } from './stack.js';
import { findBrokenRules } from './stack-rules.js';

type Path = readonly PropertyKey[];

interface ConfigProblem {
  readonly key: string;
  readonly found: unknown;
  readonly message: string;
}

const joinPath = (path: Path): string => path.map(String).join('.');

function valueAt(values: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    values,
  );
}

/** The part of a path that exists in the values; for a missing key, the path of the object that lacks it. */
function existingPrefix(values: unknown, path: Path): Path {
  const missing = path.findIndex((_key, index) => valueAt(values, path.slice(0, index + 1)) === undefined);
  return missing === -1 ? path : path.slice(0, missing);
}

/** Removes the value at a path; for an entry of a list, the whole list, because a shorter list would mean something else. */
function removeAt(values: unknown, path: Path): void {
  const parent = valueAt(values, path.slice(0, -1));
  const last = path.at(-1);
  if (Array.isArray(parent)) removeAt(values, path.slice(0, -1));
  else if (typeof parent === 'object' && parent !== null && last !== undefined) Reflect.deleteProperty(parent, last);
}

/** Values for the settings without a default, so that the rules on the others can run. */
const requiredValues = { clinic: { timeZone: 'UTC' } };

/** The settings without the invalid and incomplete ones. */
function withoutInvalid(values: unknown): StackConfig {
  const isSettings = typeof values === 'object' && values !== null && !Array.isArray(values);
  let rest: unknown = isSettings ? structuredClone(values) : {};
  for (;;) {
    const parsed = StackConfig.safeParse(rest);
    if (parsed.success) return parsed.data;
    for (const { path } of parsed.error.issues.flatMap(flattenIssue)) removeAt(rest, existingPrefix(rest, path));
    rest = { ...requiredValues, ...(rest as object) };
  }
}

/** Splits one issue about several unknown keys into a problem per key. */
function flattenIssue(issue: z.core.$ZodIssue): { path: Path; message: string }[] {
  return issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ path: [...issue.path, key], message: 'is not a setting; remove it' }))
    : [{ path: issue.path, message: describeIssue(issue) }];
}

const typeNames: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a string',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

/** Describes the allowed values. Messages of the schema itself stay as they are. */
function describeIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'invalid_type':
      return `must be ${typeNames[issue.expected] ?? `of type ${issue.expected}`}`;
    case 'too_small':
      return describeLimit(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum);
    case 'too_big':
      return describeLimit(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum);
    default:
      return issue.message;
  }
}

function describeLimit(origin: string, bound: string, limit: number | bigint): string {
  if (origin === 'array') return `must have ${bound} ${limit} entries`;
  if (origin === 'string') return `must have ${bound} ${limit} characters`;
  return `must be ${bound} ${limit}`;
}

/**
 * Checks values against StackConfig and the rules that span several settings.
 * @param region the stack's region; without it, the rules that depend on the region are skipped
 * @returns the settings with their defaults, or every problem at once
 */
export function checkStackConfig(
  values: unknown,
  region?: string,
): { config: StackConfig } | { problems: ConfigProblem[] } {
  const parsed = StackConfig.safeParse(values);
  const findings = parsed.success ? [] : parsed.error.issues.flatMap(flattenIssue);
  const wrong = findings.map(({ path }) => joinPath(path));
  // The rules run on what is valid, so that one run reports every problem.
  const valid = parsed.success ? parsed.data : withoutInvalid(values);
  const isWithin = (key: string, path: string) => key === path || key.startsWith(`${path}.`);
  const isMisleading = (key: string) => wrong.some((path) => isWithin(key, path) || isWithin(path, key));
  const problems = [
    ...findings.map(({ path, message }) => ({ key: joinPath(path), found: valueAt(values, path), message })),
    ...findBrokenRules(valid, region)
      .filter(({ key, alsoReads = [] }) => ![key, ...alsoReads].some(isMisleading))
      .map(({ key, message }) => ({ key, found: valueAt(valid, key.split('.')), message })),
  ];
  if (parsed.success && problems.length === 0) return { config: parsed.data };
  return { problems };
}

/** The stack's name is part of the cluster identifier, for which RDS allows only this form, between project and purpose. */
const stackSyntax = /^[a-z](?:[a-z0-9]|-(?!-)){0,22}[a-z0-9]$/;

/**
 * Reads the configuration of the current stack.
 * @throws pulumi.RunError that names the file to edit and lists every invalid key with the value found and what is allowed
 */
export function loadStackConfig(): { config: StackConfig; region: string } {
  const project = pulumi.getProject();
  const prefix = `${project}:`;
  const values: Record<string, unknown> = {};
  const problems: ConfigProblem[] = [];
  for (const [name, text] of Object.entries(pulumi.runtime.allConfig())) {
    if (name.startsWith(prefix)) values[name.slice(prefix.length)] = parseValue(text);
    if (name.startsWith('aws:') && name !== 'aws:region') {
      // The program configures its own provider and would ignore `aws:profile`, which looks as if it chose the account.
      problems.push({
        key: name,
        found: '…',
        message: 'is not used; remove it and set the environment variable instead',
      });
    }
  }
  const stack = pulumi.getStack();
  if (!stackSyntax.test(stack)) {
    problems.push({
      key: 'the stack name',
      found: stack,
      message: 'must have 2 to 24 lower-case letters, digits or single hyphens, and start with a letter',
    });
  }
  const configured = pulumi.runtime.allConfig()['aws:region'];
  const region = configured !== undefined && regionSyntax.test(configured) ? configured : undefined;
  if (region === undefined) {
    problems.push({ key: 'aws:region', found: configured, message: 'must be a region such as us-east-1' });
  }
  const checked = checkStackConfig(values, region);
  if ('problems' in checked) {
    problems.push(...checked.problems.map((problem) => ({ ...problem, key: prefix + problem.key })));
  }
  if (problems.length === 0 && 'config' in checked && region !== undefined) return { config: checked.config, region };
  const lines = problems.map(
    ({ key, found, message }) => `  ${key}: found ${JSON.stringify(found) ?? 'nothing'}; ${message}`,
  );
  throw new pulumi.RunError(
    `Pulumi.${pulumi.getStack()}.yaml has ${problems.length === 1 ? 'an invalid setting' : `${problems.length} invalid settings`}:\n${lines.join('\n')}`,
  );
}

/** Pulumi passes structured values as JSON and strings as they are. */
function parseValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
