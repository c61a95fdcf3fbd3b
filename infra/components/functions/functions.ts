import type * as pulumi from '@pulumi/pulumi';
import {
  externalServices,
  type FunctionCall,
  type FunctionName,
  functionNames,
  getFunctionDefinition,
} from '../../../config/functions.js';
import type { StackConfig } from '../../../config/settings/stack.js';
import { Component, type Grantee, type LogArgs } from '../component.js';
import type { DatabaseCluster } from '../database/database.js';
import type { Models } from '../models/models.js';
import type { FunctionNetwork, Network } from '../network/network.js';
import type { Place } from '../place.js';
import type { Secrets } from '../secrets/secrets.js';
import type { Storage } from '../storage/storage.js';
import type { LambdaBundle } from './bundle.js';
import { LambdaFunction } from './lambda-function.js';
import { Release } from './release.js';

export interface FunctionsArgs {
  readonly place: Place;
  readonly architecture: StackConfig['functions']['architecture'];
  readonly log: LogArgs;
  readonly overrides: StackConfig['functions']['overrides'];
  /** Time zone of the schedules of provisioned concurrency: the clinic's. */
  readonly timeZone: string;
  /** AWS services that isolated subnets reach through endpoints in the VPC. */
  readonly interfaceEndpoints: readonly string[];
  readonly network: Pick<Network, 'isolatedFunctions' | 'egressFunctions'>;
  /** Encrypts environment variables and failed events. */
  readonly dataKeyArn: pulumi.Input<string>;
  readonly environment: (name: FunctionName) => Readonly<Record<string, pulumi.Input<string>>>;
  readonly bundles: Readonly<Record<FunctionName, LambdaBundle>>;
}

/** A function as callers invoke it. */
export interface PublishedFunction {
  readonly name: FunctionName;
  readonly functionName: pulumi.Output<string>;
  readonly aliasName: pulumi.Output<string>;
  readonly aliasArn: pulumi.Output<string>;
  /** The URI of an integration of API Gateway. */
  readonly invokeArn: pulumi.Output<string>;
}

/** The owners of the resources that functions call. */
export interface GrantOwners {
  readonly database: DatabaseCluster;
  readonly secrets: Secrets;
  readonly storage: Storage;
  readonly models: Models;
}

/**
 * The functions of the catalog, each with its own role. Callers reach them only through the alias that `publish` creates;
 * the function that migrates the database has none.
 */
export class Functions extends Component<FunctionsArgs> {
  private readonly byName: Readonly<Record<FunctionName, LambdaFunction>>;

  constructor(name: string, args: FunctionsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:functions:Functions', name, args, opts);
    this.byName = Object.fromEntries(functionNames.map((each) => [each, this.createFunction(each)])) as Record<
      FunctionName,
      LambdaFunction
    >;
    this.registerOutputs({});
  }

  function(name: FunctionName): LambdaFunction {
    return this.byName[name];
  }

  get deadLetterQueueNames(): pulumi.Output<string>[] {
    return functionNames.flatMap((each) => this.byName[each].deadLetterQueueName ?? []);
  }

  /** Grants each function access to what the catalog says that it calls. */
  grantCalls({ database, secrets, storage, models }: GrantOwners): void {
    const grants: Readonly<Record<FunctionCall, (grantee: Grantee) => void>> = {
      files: (grantee) => storage.grantFiles(grantee),
      records: (grantee) => storage.grantRecords(grantee),
      embeddings: (grantee) => models.grantEmbeddings(grantee),
      model: (grantee) => models.grantModel(grantee),
      masterSecret: (grantee) => database.grantMasterSecret(grantee),
      bedrockUserSecret: (grantee) => secrets.grantBedrockUser(grantee),
    };
    for (const each of functionNames) {
      const { databaseRole, calls = [] } = getFunctionDefinition(each);
      const { grantee } = this.byName[each];
      // The administrator signs in with the password in the master secret, the others with IAM tokens.
      if (databaseRole === 'app') database.grantConnect(grantee, databaseRole);
      for (const call of calls) grants[call](grantee);
    }
  }

  /**
   * Points the `live` aliases at the newest versions, after the given resources: the schema that the code expects and the
   * access that its roles were granted. The function that migrates the database runs earlier, as its newest version.
   */
  publish({ dependsOn }: Required<Pick<pulumi.ComponentResourceOptions, 'dependsOn'>>): PublishedFunction[] {
    return functionNames
      .filter((each) => getFunctionDefinition(each).databaseRole === 'app')
      .map((each) => {
        const { functionName, version } = this.byName[each];
        const { aliasName, aliasArn, invokeArn } = new Release(
          `${this.name}-${each}-release`,
          {
            functionName,
            version,
            isAsynchronous: getFunctionDefinition(each).isAsynchronous ?? false,
            provisionedConcurrency: this.args.overrides[each]?.provisionedConcurrency,
            timeZone: this.args.timeZone,
          },
          { parent: this, dependsOn },
        );
        return { name: each, functionName, aliasName, aliasArn, invokeArn };
      });
  }

  private createFunction(functionName: FunctionName): LambdaFunction {
    const { args } = this;
    const { purpose, memoryMb, timeoutSeconds, isAsynchronous = false } = getFunctionDefinition(functionName);
    const overrides = args.overrides[functionName];
    return new LambdaFunction(
      `${this.name}-${functionName}`,
      {
        place: args.place,
        function: functionName,
        purpose,
        architecture: args.architecture,
        memoryMb: overrides?.memoryMb ?? memoryMb,
        timeoutSeconds: overrides?.timeoutSeconds ?? timeoutSeconds,
        reservedConcurrency: overrides?.reservedConcurrency,
        isAsynchronous,
        log: args.log,
        dataKeyArn: args.dataKeyArn,
        network: this.chooseNetwork(functionName),
        environment: args.environment(functionName),
        bundle: args.bundles[functionName],
      },
      { parent: this },
    );
  }

  /** Only functions that call services without an endpoint in the VPC can leave it. */
  private chooseNetwork(functionName: FunctionName): FunctionNetwork {
    const { interfaceEndpoints, network } = this.args;
    const { calls = [] } = getFunctionDefinition(functionName);
    const leavesVpc = calls.some((call) => {
      const service = externalServices[call];
      return service !== undefined && !interfaceEndpoints.includes(service);
    });
    return leavesVpc ? network.egressFunctions : network.isolatedFunctions;
  }
}
