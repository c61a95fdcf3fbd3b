import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { InitializationEnvironment, parseEnvironment } from '../../config/environment.js';
import { connectAdministrator, withDeadline } from '../../db/client/administrator.js';
import { parsePassword, readSecret } from '../../db/client/credentials.js';
import { createLog } from '../http/log.js';
import { type InitializationReport, initializeDatabase } from './initialize.js';

/** What the function is invoked with. */
export const InitializationEvent = z.strictObject({
  /** The migration to stop at; the newest where it is left out. */
  target: z.string().min(1).optional(),
  /** Sent by a deployment, so that one of an older release can bring the older code back. */
  acceptAhead: z.boolean().optional(),
});

/** What is left of the function's time to say that it is over, in milliseconds. */
const reportReserveMilliseconds = 5_000;

/** Invoked by a deployment before the other functions' new code serves, and by hand. */
export async function handler(event: unknown, context?: Context): Promise<InitializationReport> {
  const parsed = InitializationEvent.safeParse(event ?? {});
  if (!parsed.success) throw new Error(`The event does not fit:\n${z.prettifyError(parsed.error)}`);
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
    // Only Lambda has a clock that runs out; whoever calls it elsewhere may wait.
    if (context === undefined) return await initialize();
    return await withDeadline(sql, context.getRemainingTimeInMillis() - reportReserveMilliseconds, initialize);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
