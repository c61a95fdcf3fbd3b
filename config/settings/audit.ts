import * as z from 'zod';
import { logRetentionDays, uniqueList } from './settings.js';

export const AuditSettings = z.strictObject({
  dataEvents: uniqueList(z.enum(['files', 'functions']))
    .default(['files', 'functions'])
    .describe('What CloudTrail records besides changes of the account: accesses to files, invocations of functions.'),
  accountAlarms: z
    .boolean()
    .default(true)
    .describe(
      'Alarms on what should hardly ever happen in an account: its root user, changes of trail, keys, network.',
    ),
  logRetentionDays: logRetentionDays
    .default(2192)
    .describe('How long the trail is kept in its log group, in days; in the bucket it is for ever.'),
});
