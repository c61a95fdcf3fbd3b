import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { Component } from '../component.js';

export interface MigrationArgs {
  /** `db_initialization`, as just deployed. */
  readonly functionName: pulumi.Input<string>;
  /** Hash of the migrations in the function's bundle. */
  readonly schemaHash: string;
  /** Resource id of the cluster: a replaced cluster is empty. */
  readonly databaseId: pulumi.Input<string>;
  /** Resources that the function uses: the database with its instances and grants, the network, the secrets. */
  readonly needs: readonly pulumi.Resource[];
}

/**
 * Migrates the database during `pulumi up`: invokes the function when the cluster is new and when the migrations change.
 * Releases depend on it, so new code serves only on the new schema.
 *
 * If the function throws, `pulumi up` fails with its message, the releases stay as they were, and the next `pulumi up`
 * invokes it again. The provider can invoke it twice if a response is lost; migrating twice is safe.
 */
export class Migration extends Component<MigrationArgs> {
  /** The function's report, as JSON. */
  readonly result: pulumi.Output<string>;

  constructor(name: string, args: MigrationArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:migration:Migration', name, args, opts);
    const { functionName, schemaHash, databaseId, needs } = args;
    const invocation = new aws.lambda.Invocation(
      `${name}-invocation`,
      { functionName, input: JSON.stringify({ acceptAhead: true }), triggers: { schemaHash, databaseId } },
      { parent: this, dependsOn: [...needs] },
    );
    this.result = invocation.result;
    this.registerOutputs({ result: this.result });
  }
}

/** The files that db/migrate.ts reads: statements and their order, not the snapshots of drizzle-kit. */
const isHashed = (path: string): boolean => path.endsWith('.sql') || path === 'meta/_journal.json';

/**
 * Hashes the names and contents of a folder of migrations, independent of line endings.
 * @throws Error if the folder has no migrations
 */
export function hashSchema(folder: string): string {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter(isHashed)
    .sort();
  if (!paths.some((path) => path.endsWith('.sql'))) throw new Error(`${folder} contains no migrations.`);
  const hash = createHash('sha256');
  for (const path of paths) {
    const text = readFileSync(join(folder, path), 'utf8').replaceAll('\r\n', '\n');
    hash.update(JSON.stringify([path, text]));
  }
  return hash.digest('hex');
}
