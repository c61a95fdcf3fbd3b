/** A deployed stack's database, as the Data API reaches it; names are drizzle-kit's. */
export interface DeployedDatabase {
  readonly resourceArn: string;
  readonly secretArn: string;
  readonly database: string;
}

/**
 * The deployed database that the environment variables name.
 * @returns undefined where they name none
 * @throws Error where only one of the two ARNs is there
 */
export function readDeployedDatabase({
  DATABASE_CLUSTER_ARN: resourceArn,
  DATABASE_SECRET_ARN: secretArn,
  DATABASE_NAME: database = 'clinic',
}: NodeJS.ProcessEnv): DeployedDatabase | undefined {
  if (resourceArn === undefined) return undefined;
  if (secretArn === undefined) {
    throw new Error('DATABASE_CLUSTER_ARN is set and DATABASE_SECRET_ARN is not: a deployed database needs both.');
  }
  return { resourceArn, secretArn, database };
}
