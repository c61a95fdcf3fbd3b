import { z } from '@hono/zod-openapi';

/** PostgreSQL can't store NUL in a text, and half a surrogate pair is no character at all. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what is looked for
const isStorable = (text: string): boolean => !/\u0000/.test(text) && text.isWellFormed();

/** Text of a person: trimmed, not empty, `maximum` characters at most. */
export const trimmedText = (maximum: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maximum)
    .refine(isStorable, { abort: true, error: 'must hold no NUL and no half of a surrogate pair' })
    .openapi({ type: 'string', minLength: 1, maxLength: maximum });

export const id = z
  .guid('must be a UUID')
  .transform((value) => value.toLowerCase())
  .openapi({ type: 'string', format: 'uuid', minLength: 36, maxLength: 36 });

/** An instant, RFC 3339. Any offset may come in; out goes UTC with milliseconds. */
export const instantInput = z.iso
  .datetime({ offset: true, abort: true, error: 'must be an RFC 3339 instant such as 2026-01-31T09:30:00Z' })
  .refine(isInRange, { abort: true, error: 'must be an instant between the years 1000 and 9999' })
  .transform((value) => new Date(value))
  .openapi({ type: 'string', format: 'date-time', maxLength: 40 });

function isInRange(value: string): boolean {
  const year = new Date(value).getUTCFullYear();
  return year >= 1000 && year <= 9999;
}

/** A calendar day, `YYYY-MM-DD`. */
export const dayInput = z.iso
  .date({ error: 'must be a date, YYYY-MM-DD' })
  .refine((value) => value >= '1000-01-01', 'must not be before the year 1000')
  .openapi({ type: 'string', format: 'date', minLength: 10, maxLength: 10 });

export const emailAddress = z
  .string()
  .trim()
  .max(254)
  .pipe(z.email({ error: 'must be an e-mail address' }))
  .openapi({ type: 'string', format: 'email', maxLength: 254 });

/** E.164: a plus, then up to fifteen digits. */
export const phoneNumber = z
  .string()
  .trim()
  .regex(/^\+[1-9]\d{1,14}$/, 'must be a phone number in E.164 form, such as +12025550123')
  .openapi({ type: 'string', pattern: '^\\+[1-9]\\d{1,14}$', minLength: 3, maxLength: 16 });

export const version = z.int().min(1).max(2_147_483_647).openapi({ format: 'int32', description: 'Also the ETag.' });

/** What goes out: an instant in UTC. */
export const instantOutput = z.string().max(30).openapi({ format: 'date-time' });
export const dayOutput = z.string().max(10).openapi({ format: 'date' });

/** The properties that all resources have. */
export const resourceFields = {
  id: z.string().max(36).openapi({ format: 'uuid' }),
  createdAt: instantOutput,
  updatedAt: instantOutput,
  version,
};

/** `true` or `false` in a query string. */
export const flag = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .openapi({ type: 'boolean' });

export const searchTerm = z
  .string()
  .trim()
  .min(2)
  .max(100)
  .refine(isStorable, 'must hold no NUL and no half of a surrogate pair')
  .openapi({ type: 'string', minLength: 2, maxLength: 100 });

/** The path of one resource of a collection. */
export const idPath = z.strictObject({ id: id.openapi({ param: { name: 'id', in: 'path' } }) });
