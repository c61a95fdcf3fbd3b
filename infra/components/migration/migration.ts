import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface MigrationArgs {
  /** Of `db_initialization`, as it was just deployed. */
  readonly functionName: pulumi.Input<string>;
  /** Of the migrations that the function carries. */
  readonly schemaHash: string;
  /** Of the database itself: one that is made anew is empty. */
  readonly databaseId: pulumi.Input<string>;
  /** What it works with: the database with its instances and the grants on it, the network, the secrets. */
  readonly needs: readonly pulumi.Resource[];
}

/**
 * Brings the database to the newest schema while `pulumi up` runs: the function is invoked when the cluster is there, and
 * again when the migrations have changed. What serves the new schema depends on this.
 *
 * The function throws where it can't finish. The provider then fails with its message, keeps nothing of the invocation, and
 * what depends on it stays as it was; the next `pulumi up` invokes again. The provider may invoke twice when an answer
 * gets lost on the way, which the function is safe against.
 */
export class Migration extends pulumi.ComponentResource {
  /** The function's report, as JSON. */
  readonly result: pulumi.Output<string>;

  constructor(
    name: string,
    { functionName, schemaHash, databaseId, needs }: MigrationArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super('clinic:migration:Migration', name, {}, opts);
    const invocation = new aws.lambda.Invocation(
      `${name}-invocation`,
      { functionName, input: JSON.stringify({ acceptAhead: true }), triggers: { schemaHash, databaseId } },
      { parent: this, dependsOn: [...needs] },
    );
    this.result = invocation.result;
    this.registerOutputs({ result: this.result });
  }
}
