import * as pulumi from '@pulumi/pulumi';
import type { Place } from '../components/place.js';
import { secretMark } from './inputs.js';
import { observeRegistrations } from './observe.js';
import type { PlannedResource } from './planned-resource.js';

export interface Recording {
  readonly resources: readonly PlannedResource[];
  /** The program's exports; secrets are masked. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface RecordOptions {
  readonly project: string;
  readonly stack: string;
  readonly place: Place;
  /** In Pulumi's format: full keys, structured values as JSON. */
  readonly config: Readonly<Record<string, string>>;
}

/** Pulumi's SDK captures a stack trace for each of thousands of promises, which takes half of a plan's time. */
const stackDepth = 2;

/**
 * Runs a program in this process and records its resources, without cloud, CLI, credentials or network.
 * @throws the program's errors, and an error for a resource or lookup without a response
 */
export async function recordProgram(
  program: () => Promise<Record<string, unknown> | undefined>,
  { project, stack, place, config }: RecordOptions,
): Promise<Recording> {
  pulumi.runtime.setAllConfig({ ...config });
  const { resources, failures } = await observeRegistrations(project, stack, place);
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = stackDepth;
  try {
    const exported = (await program()) ?? {};
    await pulumi.runtime.disconnect();
    if (failures.length === 0) return { resources, outputs: await resolveOutputs(exported) };
  } catch (error) {
    // A missing response causes later errors, so the first failure is the one to throw.
    failures.push(error);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  throw failures[0];
}

async function resolveOutputs(exported: Record<string, unknown>): Promise<Record<string, unknown>> {
  const entries = Object.entries(exported).map(async ([name, value]): Promise<[string, unknown]> => {
    const output = pulumi.output(value as pulumi.Input<string>);
    const known = new Promise((resolve) => output.apply(resolve));
    return [name, (await pulumi.isSecret(output)) ? secretMark : await known];
  });
  return Object.fromEntries(await Promise.all(entries));
}
