import * as pulumi from '@pulumi/pulumi';
import type * as z from 'zod';
import { StackConfig } from './stack.js';
import { brokenRules } from './stack-rules.js';

type Path = readonly PropertyKey[];

/** One key that is wrong. */
export interface ConfigProblem {
  readonly key: string;
  readonly found: unknown;
  readonly message: string;
}

const keyOf = (path: Path): string => path.map(String).join('.');

function valueAt(values: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    values,
  );
}

/** A copy without what stands at some paths. */
function without(values: unknown, paths: readonly Path[]): unknown {
  const copy = structuredClone(values);
  for (const path of paths) {
    const parent = valueAt(copy, path.slice(0, -1));
    const last = path.at(-1);
    if (typeof parent === 'object' && parent !== null && last !== undefined) Reflect.deleteProperty(parent, last);
  }
  return copy;
}

/** An unknown key is reported at the object that has it; each is a problem of its own. */
function flatten(issue: z.core.$ZodIssue): { path: Path; message: string }[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: 'is no setting; take it out' }));
  }
  if (issue.code === 'invalid_key' || issue.code === 'invalid_union') {
    return [{ path: issue.path, message: issue.message }];
  }
  return [{ path: issue.path, message: describe(issue) }];
}

/** What is allowed, in words that need no other page. */
function describe(issue: z.core.$ZodIssue): string {
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
 * @returns the settings with their defaults, or every problem at once
 */
export function checkStackConfig(values: unknown): { config: StackConfig } | { problems: ConfigProblem[] } {
  const parsed = StackConfig.safeParse(values);
  const findings = parsed.success ? [] : parsed.error.issues.flatMap(flatten);
  const wrong = findings.map(({ path }) => keyOf(path));
  // Rules that span settings are asked as well, with what is wrong by itself left out: one run tells all.
  const remaining = parsed.success
    ? parsed
    : StackConfig.safeParse(
        withRequired(
          without(
            values,
            findings.map(({ path }) => path),
          ),
        ),
      );
  const spanning = remaining.success ? brokenRules(remaining.data) : [];
  const isMisleading = (key: string) => wrong.some((path) => key === path || key.startsWith(`${path}.`));
  const problems = [
    ...findings.map(({ path, message }) => ({ key: keyOf(path), found: valueAt(values, path), message })),
    ...spanning
      .filter(({ key, alsoReads }) => ![key, ...alsoReads].some(isMisleading))
      .map(({ key, message }) => ({ key, found: valueAt(remaining.data, key.split('.')), message })),
  ];
  if (parsed.success && problems.length === 0) return { config: parsed.data };
  return { problems };
}

/** Something for the keys that have no default, so that the rules on the others can be asked. */
function withRequired(values: unknown): unknown {
  if (typeof values !== 'object' || values === null) return { clinic: { timeZone: 'UTC' } };
  const clinic = valueAt(values, ['clinic', 'timeZone']) === undefined ? { timeZone: 'UTC' } : undefined;
  return clinic === undefined ? values : { ...values, clinic };
}

const show = (found: unknown): string => (found === undefined ? 'nothing' : JSON.stringify(found));

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
  }
  const stack = pulumi.getStack();
  if (!stackSyntax.test(stack)) {
    problems.push({
      key: 'the stack’s name',
      found: stack,
      message: 'must be 2 to 24 lower-case letters, digits and single hyphens, and begin with a letter',
    });
  }
  const region = pulumi.runtime.allConfig()['aws:region'];
  if (region === undefined || !regionSyntax.test(region)) {
    problems.push({ key: 'aws:region', found: region, message: 'must be a region such as us-east-1' });
  }
  const checked = checkStackConfig(values);
  if ('problems' in checked) {
    problems.push(...checked.problems.map((problem) => ({ ...problem, key: prefix + problem.key })));
  }
  if (problems.length === 0 && 'config' in checked && region !== undefined) return { config: checked.config, region };
  const lines = problems.map(({ key, found, message }) => `  ${key}: found ${show(found)}; ${message}`);
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
