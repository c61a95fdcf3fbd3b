import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { basename, dirname, resolve } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { getMonitor } from '@pulumi/pulumi/runtime/settings.js';
import { previewPlace } from './cloud/responder.js';
import { observeRegistrations } from './observe.js';
import type { PlannedResource } from './planned-resource.js';
import type { StackFile } from './stack-file.js';

const require = createRequire(import.meta.url);

export interface EngineRun {
  readonly exitCode: number;
  /** The output and logs of the program and its host. */
  readonly log: string;
  readonly resources: readonly PlannedResource[];
}

type Call = { request: { getMessage?(): string } };
type Callback = (error: unknown, response?: unknown) => void;
type Methods = Record<string, (call: Call, answer: Callback) => void>;

/** The time limit for the host, because a deadlocked program never ends. */
export const engineTimeoutMilliseconds = 90_000;

/** The engine's resource monitor over gRPC, which responds with the mocks. */
function monitorService(): Methods {
  const { ResourceMonitorService } = require('@pulumi/pulumi/proto/resource_grpc_pb.js');
  const { SupportsFeatureResponse } = require('@pulumi/pulumi/proto/resource_pb.js');
  const { Empty } = require('google-protobuf/google/protobuf/empty_pb.js');
  const monitor = getMonitor() as unknown as Record<string, (request: unknown, answer: Callback) => unknown>;
  const toMessage = (method: string, response: unknown) => {
    if (typeof (response as { serializeBinary?: unknown })?.serializeBinary === 'function') return response;
    if (method !== 'supportsFeature') return new Empty();
    const message = new SupportsFeatureResponse();
    message.setHassupport((response as { getHassupport(): boolean }).getHassupport());
    return message;
  };
  const methods: Methods = {};
  for (const method of Object.keys(ResourceMonitorService)) {
    methods[method] = ({ request }, answer) => {
      if (method === 'signalAndWaitForShutdown') return answer(null, new Empty());
      const handleRequest = monitor[method];
      if (handleRequest === undefined) return answer({ code: grpc.status.UNIMPLEMENTED, message: method });
      handleRequest.call(monitor, request, (error, response) =>
        error === null || error === undefined
          ? answer(null, toMessage(method, response))
          : answer({ code: grpc.status.UNKNOWN, message: String((error as Error).message ?? error) }),
      );
    };
  }
  return methods;
}

/** The engine's service for log lines and for the stack's root resource. */
function engineService(log: string[]): Methods {
  const { GetRootResourceResponse, SetRootResourceResponse } = require('@pulumi/pulumi/proto/engine_pb.js');
  const { Empty } = require('google-protobuf/google/protobuf/empty_pb.js');
  return {
    log: ({ request }, answer) => {
      log.push(request.getMessage?.() ?? '');
      answer(null, new Empty());
    },
    getRootResource: (_call, answer) => answer(null, new GetRootResourceResponse()),
    setRootResource: (_call, answer) => answer(null, new SetRootResourceResponse()),
  };
}

async function startServer(log: string[]): Promise<{ address: string; stop: () => void }> {
  const { ResourceMonitorService } = require('@pulumi/pulumi/proto/resource_grpc_pb.js');
  const { EngineService } = require('@pulumi/pulumi/proto/engine_grpc_pb.js');
  const server = new grpc.Server();
  const pickKnown = (service: object, methods: Methods): grpc.UntypedServiceImplementation =>
    Object.fromEntries(
      Object.entries(methods).filter(([name]) => name in service),
    ) as grpc.UntypedServiceImplementation;
  server.addService(ResourceMonitorService, pickKnown(ResourceMonitorService, monitorService()));
  server.addService(EngineService, pickKnown(EngineService, engineService(log)));
  const port = await new Promise<number>((bound, failed) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, free) =>
      error ? failed(error) : bound(free),
    );
  });
  return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}

/**
 * Starts the program as Pulumi's CLI does, in Pulumi's Node host and over gRPC, with mocks as the engine. Unlike a program
 * in this process, it shows that the host finds the entry point, loads it with the options of Pulumi.yaml, and accepts its
 * exports.
 */
export async function runInEngine(
  { project, stack, config }: StackFile,
  entryPoint: string,
  nodeArguments: readonly string[],
): Promise<EngineRun> {
  const { resources, failures } = await observeRegistrations(project, stack, {
    ...previewPlace,
    region: config['aws:region'] ?? previewPlace.region,
  });
  const log: string[] = [];
  const { address, stop } = await startServer(log);
  const host = require.resolve('@pulumi/pulumi/cmd/run/index.js');
  const child = spawn(
    process.execPath,
    [
      ...nodeArguments,
      host,
      `--monitor=${address}`,
      `--engine=${address}`,
      `--project=${project}`,
      `--stack=${stack}`,
      '--dry-run',
      // If `main` is a file, the engine runs it in the file's folder (pulumi/pulumi, pkg/engine/project.go).
      `--pwd=${resolve(dirname(entryPoint))}`,
      basename(entryPoint),
    ],
    {
      cwd: resolve(dirname(entryPoint)),
      env: {
        ...process.env,
        PULUMI_NODEJS_TYPESCRIPT: 'false',
        PULUMI_CONFIG: JSON.stringify(config),
        PULUMI_CONFIG_SECRET_KEYS: '[]',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: engineTimeoutMilliseconds,
    },
  );
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => log.push(String(chunk)));
  try {
    const [exitCode] = await once(child, 'close');
    log.push(...failures.map(String));
    return { exitCode: exitCode ?? 1, log: log.join('\n'), resources };
  } finally {
    stop();
  }
}
