import * as z from 'zod';

export const wholeNumber = (least: number, most: number) => z.int().min(least).max(most);

export const booleanSetting = (enabledByDefault: boolean) => z.boolean().default(enabledByDefault);

export const matching = (pattern: RegExp, error: string) => z.string().regex(pattern, error);

/** Retention periods that CloudWatch Logs offers, in days: the PutRetentionPolicy page of its API reference. */
const logRetentionDaysOffered = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

export const logRetentionDays = z
  .int()
  .refine((days) => (logRetentionDaysOffered as readonly number[]).includes(days), {
    error: `must be a retention period that CloudWatch Logs offers: ${logRetentionDaysOffered.join(', ')}`,
  })
  .meta({ enum: [...logRetentionDaysOffered] });

const LogClass = z.enum(['standard', 'infrequentAccess']);
export type LogClass = z.infer<typeof LogClass>;

/** A setting for a log group without metric filters and subscriptions: `infrequentAccess` supports neither. */
export const logClass = (logName: string) =>
  LogClass.default('standard').describe(
    `Log class of ${logName}. \`infrequentAccess\` halves the cost of ingestion, but its logs can only be read with Logs Insights and can't be exported to S3. AWS can't change the class of a log group: a change replaces the group and deletes its logs, so export them first (docs/deploy.md).`,
  );

/** A list without duplicates: each entry becomes a resource with the entry in its name. */
export const uniqueList = <Item extends z.ZodType<string>>(item: Item) =>
  z
    .array(item)
    .refine((items) => new Set(items).size === items.length, 'must not contain duplicates')
    .meta({ uniqueItems: true });

/** Syntax of an AWS region, such as `us-east-1`. */
export const regionSyntax = /^[a-z]{2}(-[a-z]+)+-\d$/;

export const timeOfDay = matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day in UTC, HH:MM');

/** Access tokens and patient data travel to these addresses; only localhost may go without TLS. */
export function isEncryptedOrLocal(address: string): boolean {
  return /^https:|^http:\/\/localhost(?=[:/]|$)/.test(address);
}

export const httpsOrigin = z
  .string()
  .regex(/^https?:\/\/[A-Za-z0-9.-]+(:\d+)?$/, {
    abort: true,
    error: 'must be an origin without path or wildcard, such as https://app.example.org',
  })
  .refine(isEncryptedOrLocal, 'must use https (http is allowed for localhost only)');
