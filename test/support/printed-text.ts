import type postgres from 'postgres';

const printed: string[] = [];

/** Records text that did not go to the process's own output. */
export const recordPrinted = (text: string): void => void printed.push(text);

for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream) as (...parameters: unknown[]) => boolean;
  stream.write = (...parameters: unknown[]) => {
    recordPrinted(String(parameters[0]));
    return write(...parameters);
  };
}
const { console: terminal } = globalThis;
for (const method of ['debug', 'log', 'info', 'warn', 'error'] as const) {
  const print = terminal[method].bind(terminal);
  terminal[method] = (...values: unknown[]) => {
    recordPrinted(values.map(String).join(' '));
    print(...values);
  };
}

const minLength = 4;
const maxLength = 200;

/**
 * Values of the program rather than of a person: `scheduled`, `application/pdf`, ids, instants, digests, object keys. Years
 * and months are in the time of every log line.
 */
const notPersonal =
  /^([a-z][a-z0-9/.+_-]*|[0-9a-f-]{36}|[0-9a-f]{64}|\d{4}-\d\d-\d\dT.*|\d{4}(-\d\d)?|https?:\/\/.*|urn:.*|[A-Za-z]+\/[A-Za-z_]+)$/;
const birthDate = /^\d{4}-\d\d-\d\d$/;

/** Personal values must not be logged. Short ones don't count, because they occur in any text by chance. */
export const isPersonal = (value: string): boolean =>
  value.length >= minLength && value.length <= maxLength && (birthDate.test(value) || !notPersonal.test(value));

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Finds values that occur in a text as whole words, ignoring case. */
export function findWholeWords(text: string, values: Iterable<string>): string[] {
  const lower = text.toLowerCase();
  return [...values].filter(
    (value) =>
      lower.includes(value.toLowerCase()) &&
      new RegExp(`(?<![\\p{L}\\p{N}])${escapeRegExp(value)}(?![\\p{L}\\p{N}])`, 'iu').test(text),
  );
}

/** Reads current and past patient data of a test's database. */
async function readPersonalValues(sql: postgres.Sql): Promise<Set<string>> {
  const rows = await sql<{ value: string }[]>`
    with record as (
      select to_jsonb(each) as row from patients each
      union all select to_jsonb(each) from medical_history_entries each
      union all select to_jsonb(each) from exam_results each
      union all select to_jsonb(each) from reservations each
      union all select to_jsonb(each) from files each
      union all select to_jsonb(each) from assistant_sessions each
      union all select to_jsonb(each) from assistant_messages each
      union all select side from row_history, unnest(array[before, after]) side
        where table_name not in ('medics', 'medic_contacts', 'exams') and side is not null
    )
    select distinct value #>> '{}' as value from record, jsonb_path_query(row, 'strict $.**') value
    where jsonb_typeof(value) = 'string'`;
  return new Set(rows.map(({ value }) => value).filter(isPersonal));
}

/** Patient data in requests, saved or not. */
const sent = new Set<string>();

/** Collects all strings in a value, without recursion, because hostile requests nest deeply. */
function collectTexts(value: unknown): string[] {
  const texts: string[] = [];
  const open = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'string') texts.push(next);
    else if (typeof next === 'object' && next !== null) for (const part of Object.values(next)) open.push(part);
  }
  return texts;
}

/** Records the patient data of a request. A rejected body is personal too. */
export function recordSent(value: unknown): void {
  for (const text of collectTexts(value).filter(isPersonal)) sent.add(text);
}

/** @throws Error if patient data from this database or from requests was printed */
export async function requireNothingPrinted(sql: postgres.Sql): Promise<void> {
  const text = printed.join('\n');
  const found = findWholeWords(text, new Set([...(await readPersonalValues(sql)), ...sent]));
  if (found.length > 0) {
    throw new Error(`Tests printed ${found.length} values of patients, such as ${JSON.stringify(found[0])}.`);
  }
}

/** An id, whose parts can equal a value by chance. */
const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** @throws Error if a stored response to an Idempotency-Key contains patient data in clear */
export async function requireNothingStored(sql: postgres.Sql): Promise<void> {
  const rows = await sql<{ text: string }[]>`select concat_ws(' ', headers, body, trail) as text from idempotency_keys`;
  const text = rows.map((row) => row.text.replace(uuid, '')).join('\n');
  const found = findWholeWords(text, new Set([...(await readPersonalValues(sql)), ...sent]));
  if (found.length > 0) {
    throw new Error(
      `Stored responses contain ${found.length} values of patients, such as ${JSON.stringify(found[0])}.`,
    );
  }
}
