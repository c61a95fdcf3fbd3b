import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { InitializationEnvironment, parseEnvironment } from '../../config/environment.js';
import { connectAdministrator, withDeadline } from '../../db/client/administrator.js';
import { parsePassword, readSecret } from '../../db/client/credentials.js';
import { createLog } from '../http/log.js';
import { type InitializationReport, initializeDatabase } from './initialize.js';

export const InitializationEvent = z.strictObject({
  /** The migration to stop at; defaults to the newest. */
  target: z.string().min(1).optional(),
  /** Accepts a schema newer than this release. Deployments set it, so that they can roll back to an older release. */
  acceptAhead: z.boolean().optional(),
});

/** Time reserved for reporting a timeout before Lambda ends the function. */
const reportReserveMilliseconds = 5_000;

/** Runs in a deployment before traffic moves to the new code, or by hand. */
export async function handler(event: unknown, context?: Context): Promise<InitializationReport> {
  const parsed = InitializationEvent.safeParse(event ?? {});
  if (!parsed.success) throw new Error(`Invalid event:\n${z.prettifyError(parsed.error)}`);
  const environment = parseEnvironment(InitializationEnvironment, process.env);
  const { BEDROCK_USER_SECRET_ARN: secretArn, AWS_REGION: region } = environment;
  const bedrockPassword = secretArn && parsePassword(await readSecret(secretArn, region), secretArn);
  const log = createLog();
  const sql = await connectAdministrator(environment);
  try {
    const initialize = () =>
      initializeDatabase(sql, {
        target: parsed.data.target,
        acceptAhead: parsed.data.acceptAhead,
        bedrockPassword,
        onApplied: (migration, durationMilliseconds) =>
          log.info('migration applied', { migration, durationMilliseconds }),
      });
    // Outside Lambda there is no time limit.
    if (context === undefined) return await initialize();
    return await withDeadline(sql, context.getRemainingTimeInMillis() - reportReserveMilliseconds, initialize);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
