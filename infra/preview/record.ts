import * as pulumi from '@pulumi/pulumi';
import { getMonitor } from '@pulumi/pulumi/runtime/settings.js';
import type { Place } from './cloud/responder.js';
import { lookUp, respond } from './cloud.js';
import { readInputs, secretMark } from './inputs.js';
import type { PlannedResource } from './planned-resource.js';

/** What Pulumi's own host asks its engine for; the part of the message that a plan needs. */
interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getDependenciesList(): string[];
  getIgnorechangesList(): string[];
  getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
}

type Answer = (error: unknown, response: { getUrn(): string } | undefined) => void;

interface Monitor {
  registerResource(request: RegisterRequest, answer: Answer): Promise<void>;
}

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

/**
 * Runs a program against Pulumi's mocks and writes down every resource that it asks for, without cloud, CLI, credentials
 * or network. The mocks don't tell a resource's parent, dependencies and options, so the requests to the monitor are read.
 * @throws what the program throws, and an error for a resource or look-up that AWS's answer is not written down for
 */
export async function record(
  program: () => Promise<Record<string, unknown> | undefined>,
  { project, stack, place, config }: RecordOptions,
): Promise<Recording> {
  const resources: PlannedResource[] = [];
  const failures: unknown[] = [];
  /** The mocks must answer: an error that they throw becomes a rejection that nobody waits for. */
  const orNote = <Result>(work: () => Result, instead: Result): Result => {
    try {
      return work();
    } catch (error) {
      failures.push(error);
      return instead;
    }
  };
  pulumi.runtime.setAllConfig({ ...config });
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, custom }) => {
        if (custom === false) return { id: undefined, state: inputs };
        const plain = readInputs(inputs, 'plain').value as Record<string, unknown>;
        const { id, ...added } = orNote(() => respond({ type, name, inputs: plain }, place), { id: name });
        return { id, state: { ...inputs, ...added } };
      },
      call: ({ token }) => orNote(() => lookUp(token, place), {}),
    },
    project,
    stack,
    true,
  );
  const monitor = getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, answer) =>
    register(request, (error, response) => {
      if (response !== undefined) resources.push(describe(request, response.getUrn()));
      answer(error, response);
    });
  let outputs: Record<string, unknown> = {};
  try {
    const exported = (await program()) ?? {};
    await pulumi.runtime.disconnect();
    outputs = await valuesOf(exported);
  } catch (error) {
    failures.push(error);
  }
  if (failures.length > 0) throw failures[0];
  return { resources, outputs };
}

function describe(request: RegisterRequest, urn: string): PlannedResource {
  const { value, secretPaths } = readInputs(request.getObject()?.toJavaScript() ?? {}, 'masked');
  return {
    urn,
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent() === '' ? undefined : request.getParent(),
    dependencies: [...request.getDependenciesList()].sort(),
    inputs: value as Record<string, unknown>,
    secretInputs: secretPaths,
    isCustom: request.getCustom(),
    isProtected: request.getProtect(),
    isRetainedOnDelete: request.getRetainondelete(),
    ignoredChanges: request.getIgnorechangesList(),
  };
}

/** The values behind outputs. */
async function valuesOf(exported: Record<string, unknown>): Promise<Record<string, unknown>> {
  const entries = Object.entries(exported).map(async ([name, value]): Promise<[string, unknown]> => {
    const output = pulumi.output(value as pulumi.Input<string>);
    const known = new Promise((resolve) => output.apply(resolve));
    return [name, (await pulumi.isSecret(output)) ? secretMark : await known];
  });
  return Object.fromEntries(await Promise.all(entries));
}
