import * as z from 'zod';

/** Retentions that CloudWatch Logs offers, in days: the PutRetentionPolicy page of its API reference. */
const logRetentionDaysOffered = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

export const logRetentionDays = z
  .int()
  .refine((days) => (logRetentionDaysOffered as readonly number[]).includes(days), {
    error: `must be a retention that CloudWatch Logs offers: ${logRetentionDaysOffered.join(', ')}`,
  })
  .meta({ enum: [...logRetentionDaysOffered] });

const LogClass = z.enum(['standard', 'infrequentAccess']);
export type LogClass = z.infer<typeof LogClass>;

/** Only for groups of which no metric is made and that nothing subscribes to. */
export const logClass = (what: string) =>
  LogClass.default('standard').describe(
    `How ${what} are taken in: \`infrequentAccess\` costs half; they are then read with Logs Insights alone, and not exported to S3. A group’s class can’t change: it is replaced, and what it holds is lost unless it was exported first (docs/deploy.md).`,
  );

/** What is named in a list has its resource by its name. */
export const uniqueList = <Item extends z.ZodType<string>>(item: Item) =>
  z
    .array(item)
    .refine((items) => new Set(items).size === items.length, 'must name each once')
    .meta({ uniqueItems: true });

export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day in UTC, HH:MM');

/** Tokens and records go over these; on a developer's own machine nobody listens. */
export function isEncryptedOrLocal(address: string): boolean {
  return /^https:|^http:\/\/localhost(?=[:/]|$)/.test(address);
}

export const httpsOrigin = z
  .string()
  .regex(/^https?:\/\/[A-Za-z0-9.-]+(:\d+)?$/, {
    abort: true,
    error: 'must be an origin without path or wildcard, such as https://app.example.org',
  })
  .refine(isEncryptedOrLocal, 'must be https, but on localhost');
