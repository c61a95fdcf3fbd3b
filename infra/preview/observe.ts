import * as pulumi from '@pulumi/pulumi';
import { getMonitor } from '@pulumi/pulumi/runtime/settings.js';
import type { Place } from '../components/place.js';
import { awsxVpcType, buildVpcOutputs, expandVpc } from './awsx-vpc.js';
import { respond, runLookup } from './cloud.js';
import { readInputs } from './inputs.js';
import type { PlannedResource } from './planned-resource.js';

/** The fields of Pulumi's RegisterResourceRequest that a plan needs. */
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

export type RegisterCallback = (error: unknown, response: { getUrn(): string } | undefined) => void;

export interface ResourceMonitor {
  registerResource(request: RegisterRequest, answer: RegisterCallback): Promise<void>;
}

/** The resources that a program registers while it runs with mocks. */
export interface Observation {
  readonly resources: PlannedResource[];
  /** Errors for resources and lookups without a response. */
  readonly failures: unknown[];
}

/**
 * Replaces Pulumi's engine with mocks and collects the registered resources. The mocks don't get a resource's parent,
 * dependencies and options, so this reads the requests to the monitor.
 */
export async function observeRegistrations(project: string, stack: string, place: Place): Promise<Observation> {
  const resources: PlannedResource[] = [];
  const failures: unknown[] = [];
  /** Mocks must not throw: their errors become unhandled rejections. */
  const captureFailure = <Result>(work: () => Result, fallback: Result): Result => {
    try {
      return work();
    } catch (error) {
      failures.push(error);
      return fallback;
    }
  };
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, custom }) => {
        if (type === awsxVpcType) return { id: undefined, state: buildVpcOutputs(name, inputs) };
        if (custom === false) return { id: undefined, state: inputs };
        const plain = readInputs(inputs, 'plain').value as Record<string, unknown>;
        const { id, ...added } = captureFailure(() => respond({ type, name, inputs: plain }, place), { id: name });
        return { id, state: { ...inputs, ...added } };
      },
      call: ({ token }) => captureFailure(() => runLookup(token, place), {}),
    },
    project,
    stack,
    true,
  );
  const monitor = getMonitor() as unknown as ResourceMonitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, answer) =>
    register(request, (error, response) => {
      if (response !== undefined) {
        const resource = toPlannedResource(request, response.getUrn());
        resources.push(resource, ...(resource.type === awsxVpcType ? expandVpc(resource) : []));
      }
      answer(error, response);
    });
  return { resources, failures };
}

function toPlannedResource(request: RegisterRequest, urn: string): PlannedResource {
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
