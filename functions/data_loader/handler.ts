import { createHash } from 'node:crypto';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { LoaderEnvironment, parseEnvironment } from '../../config/environment.js';
import { connectDatabase } from '../../db/client/database.js';
import { createLog } from '../http/log.js';
import { createEmbedder } from '../knowledge/create-embedder.js';
import { createS3Source, loadRecords } from './load.js';
import { LoadError, type LoadReport } from './report.js';

const LoadEvent = z.strictObject({
  bucket: z.string().min(3).max(63),
  prefix: z.string().max(1024).default(''),
});

/** Loads the records of a bucket. Logs a file by a hash, because its name can contain a person's. */
export async function handler(event: unknown, context?: Context): Promise<LoadReport> {
  const parsed = LoadEvent.safeParse(event);
  if (!parsed.success) throw new Error(`Invalid event:\n${z.prettifyError(parsed.error)}`);
  const environment = parseEnvironment(LoaderEnvironment, process.env);
  const database = connectDatabase(environment);
  const log = createLog();
  const requestId = context?.awsRequestId ?? crypto.randomUUID();
  const logProblems = (report: LoadReport) => {
    for (const { name, problems, isPartial = false } of report.files.failed) {
      const file = createHash('sha256').update(name).digest('hex').slice(0, 16);
      // The id of a resource can be a medical record number, so it is removed.
      for (const { position, reason } of problems) {
        log.error('file refused', { requestId, file, isPartial, position: position.replace(/\(.*\)/, ''), reason });
      }
    }
  };
  try {
    const source = createS3Source(parsed.data.bucket, parsed.data.prefix, environment.AWS_REGION);
    const report = await loadRecords(database, source, {
      requestId,
      clinicTimeZone: environment.CLINIC_TIME_ZONE,
      embedder: createEmbedder(environment),
      onProgress: ({ done, total, resources }) => log.info('records loaded', { requestId, done, total, resources }),
    });
    logProblems(report);
    return report;
  } catch (error) {
    if (error instanceof LoadError) logProblems(error.report);
    throw error;
  } finally {
    await database.close();
  }
}
