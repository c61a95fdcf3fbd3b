import * as pulumi from '@pulumi/pulumi';
import type * as z from 'zod';
import { StackConfig } from './stack.js';
import { findBrokenRules } from './stack-rules.js';

type Path = readonly PropertyKey[];

/** One key that is wrong. */
export interface ConfigProblem {
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

/** What of a path is there: an object that lacks a key that it must have is the last that is. */
function existingPrefix(values: unknown, path: Path): Path {
  const missing = path.findIndex((_key, index) => valueAt(values, path.slice(0, index + 1)) === undefined);
  return missing === -1 ? path : path.slice(0, missing);
}

/** Takes out what stands at a path; of a list all, for the rest of it would be another list. */
function removeAt(values: unknown, path: Path): void {
  const parent = valueAt(values, path.slice(0, -1));
  const last = path.at(-1);
  if (Array.isArray(parent)) removeAt(values, path.slice(0, -1));
  else if (typeof parent === 'object' && parent !== null && last !== undefined) Reflect.deleteProperty(parent, last);
}

/** What has no default, so that the rules on the rest can be asked. */
const requiredValues = { clinic: { timeZone: 'UTC' } };

/** The settings without those that are wrong by themselves or lack a part. */
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

/** An unknown key is reported at the object that has it; each is a problem of its own. */
function flattenIssue(issue: z.core.$ZodIssue): { path: Path; message: string }[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: 'is no setting; take it out' }));
  }
  if (issue.code === 'invalid_key' || issue.code === 'invalid_union') {
    return [{ path: issue.path, message: issue.message }];
  }
  return [{ path: issue.path, message: describeIssue(issue) }];
}

/** What is allowed, in words that need no other page. */
function describeIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(' or ')}`;
    case 'invalid_type':
      return `must be ${issue.expected === 'int' ? 'a whole number' : `of type ${issue.expected}`}`;
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `must have at least ${issue.minimum} ${issue.origin === 'array' ? 'entries' : 'characters'}`
        : `must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `must have at most ${issue.maximum} ${issue.origin === 'array' ? 'entries' : 'characters'}`
        : `must be ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`;
    default:
      return issue.message;
  }
}

/**
 * Holds values against StackConfig and the rules that span settings.
 * @param region where the stack is, for the rules that read it
 * @returns the settings with their defaults, or every problem at once
 */
export function checkStackConfig(
  values: unknown,
  region?: string,
): { config: StackConfig } | { problems: ConfigProblem[] } {
  const parsed = StackConfig.safeParse(values);
  const findings = parsed.success ? [] : parsed.error.issues.flatMap(flattenIssue);
  const wrong = findings.map(({ path }) => joinPath(path));
  // Rules that span settings are asked as well, with what is wrong by itself left out: one run tells all.
  const valid = parsed.success ? parsed.data : withoutInvalid(values);
  const isWithin = (key: string, path: string) => key === path || key.startsWith(`${path}.`);
  const isMisleading = (key: string) => wrong.some((path) => isWithin(key, path) || isWithin(path, key));
  const problems = [
    ...findings.map(({ path, message }) => ({ key: joinPath(path), found: valueAt(values, path), message })),
    ...findBrokenRules(valid, region)
      .filter(({ key, alsoReads }) => ![key, ...alsoReads].some(isMisleading))
      .map(({ key, message }) => ({ key, found: valueAt(valid, key.split('.')), message })),
  ];
  if (parsed.success && problems.length === 0) return { config: parsed.data };
  return { problems };
}

const formatFound = (found: unknown): string => (found === undefined ? 'nothing' : JSON.stringify(found));

/** It names the cluster, which RDS takes in this form alone; with the project's name before it and a purpose behind it. */
const stackSyntax = /^[a-z](?:[a-z0-9]|-(?!-)){0,22}[a-z0-9]$/;

const regionSyntax = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** What a stack is made of, besides its own settings. */
export interface StackSettings {
  readonly config: StackConfig;
  readonly region: string;
}

/**
 * Reads the configuration of the stack that runs.
 * @throws pulumi.RunError that lists every key that is wrong, what was found, what is allowed, and the file to edit
 */
export function loadStackConfig(): StackSettings {
  const project = pulumi.getProject();
  const prefix = `${project}:`;
  const values: Record<string, unknown> = {};
  const problems: ConfigProblem[] = [];
  for (const [name, text] of Object.entries(pulumi.runtime.allConfig())) {
    if (name.startsWith(prefix)) values[name.slice(prefix.length)] = parseValue(text);
    if (name.startsWith('aws:') && name !== 'aws:region') {
      // The program has a provider of its own, which takes nothing from here: `aws:profile` would seem to choose an account.
      problems.push({ key: name, found: '…', message: 'is no setting; take it out and say it in the environment' });
    }
  }
  const stack = pulumi.getStack();
  if (!stackSyntax.test(stack)) {
    problems.push({
      key: 'the stack’s name',
      found: stack,
      message: 'must be 2 to 24 lower-case letters, digits and single hyphens, and begin with a letter',
    });
  }
  const named = pulumi.runtime.allConfig()['aws:region'];
  const region = named !== undefined && regionSyntax.test(named) ? named : undefined;
  if (region === undefined) {
    problems.push({ key: 'aws:region', found: named, message: 'must be a region such as us-east-1' });
  }
  const checked = checkStackConfig(values, region);
  if ('problems' in checked) {
    problems.push(...checked.problems.map((problem) => ({ ...problem, key: prefix + problem.key })));
  }
  if (problems.length === 0 && 'config' in checked && region !== undefined) return { config: checked.config, region };
  const lines = problems.map(({ key, found, message }) => `  ${key}: found ${formatFound(found)}; ${message}`);
  throw new pulumi.RunError(
    `Pulumi.${pulumi.getStack()}.yaml has ${problems.length === 1 ? 'a wrong setting' : `${problems.length} wrong settings`}:\n${lines.join('\n')}`,
  );
}

/** Pulumi hands structured values on as JSON and others as they are. */
function parseValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
