import * as pulumi from '@pulumi/pulumi';
import type { Place } from '../components/place.js';
import { secretMark } from './inputs.js';
import { observeRegistrations } from './observe.js';
import type { PlannedResource } from './planned-resource.js';

export interface Recording {
  readonly resources: readonly PlannedResource[];
  /** What the program exports; secret ones are masked. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface RecordOptions {
  readonly project: string;
  readonly stack: string;
  readonly place: Place;
  /** Configuration as Pulumi has it: full keys, structured values as JSON. */
  readonly config: Readonly<Record<string, string>>;
}

/** Pulumi's SDK notes a stack for each of its promises, of which a program has thousands: half of a plan's time. */
const stackDepth = 2;

/**
 * Runs a program in this process and writes down every resource that it asks for, without cloud, CLI, credentials or
 * network.
 * @throws what the program throws, and an error for a resource or look-up that AWS's answer is not written down for
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
    // What an answer lacked is the reason of what went wrong after it.
    failures.push(error);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  throw failures[0];
}

/** The values behind outputs. */
async function resolveOutputs(exported: Record<string, unknown>): Promise<Record<string, unknown>> {
  const entries = Object.entries(exported).map(async ([name, value]): Promise<[string, unknown]> => {
    const output = pulumi.output(value as pulumi.Input<string>);
    const known = new Promise((resolve) => output.apply(resolve));
    return [name, (await pulumi.isSecret(output)) ? secretMark : await known];
  });
  return Object.fromEntries(await Promise.all(entries));
}
