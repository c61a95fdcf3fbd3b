import * as fc from 'fast-check';

/**
 * Values that are known only from earlier responses. Requests are generated before any is sent, so they contain
 * placeholders that are resolved when the request is sent: the `id` of an item of a collection, the query string of a
 * next `page`, an ETag.
 */
type Kind = 'id' | 'page' | 'etag';

/** The collections that fields refer to. */
const collectionsByField: Readonly<Record<string, string>> = {
  patientId: 'patients',
  medicId: 'medics',
  examId: 'exams',
  reservationId: 'reservations',
  replacesId: 'exam-results',
};

export const parseCollection = (path: string): string =>
  /^\/v1\/(agent\/sessions|agent\/knowledge\/documents|[a-z-]+)/.exec(path)?.[1] ?? '';

export const makeIdPlaceholder = (collection: string): fc.Arbitrary<string> =>
  fc.nat(10_000).map((number) => `«id ${collection} ${number}»`);

/** Usually an id of the collection that the field refers to. */
export const makeIdForField = (field: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 9, arbitrary: makeIdPlaceholder(collectionsByField[field] ?? 'patients') },
    { weight: 1, arbitrary: fc.oneof(fc.constantFrom('medics', 'files').chain(makeIdPlaceholder), fc.uuid()) },
  );

export const makePagePlaceholder = (path: string): fc.Arbitrary<string> =>
  fc.nat(10_000).map((number) => `«page ${parseCollection(path)} ${number}»`);

export const etagPlaceholder: fc.Arbitrary<string> = fc.nat(10_000).map((number) => `«etag any ${number}»`);

const syntax = /«(id|page|etag) ([a-z/-]+) (\d+)»/g;

export const isPlaceholder = (text: string): boolean => /^«[^»]*»$/.test(text);

/** Values of a kind and collection. More would make memory grow with the number of requests. */
const maxKept = 100;

/** The values that the API has returned so far. */
export class KnownValues {
  readonly #values = new Map<string, string[]>();

  add(kind: Kind, collection: string, value: unknown): void {
    const name = `${kind} ${collection}`;
    const values = this.#values.get(name) ?? [];
    if (typeof value !== 'string' || values.includes(value)) return;
    this.#values.set(name, values);
    values.push(value);
    if (values.length > maxKept) values.splice(maxKept / 2, 1);
  }

  /** Stores the values of a response. */
  learn(path: string, query: string, headers: Readonly<Record<string, unknown>>, body: unknown): void {
    this.add('etag', 'any', headers.etag);
    if (typeof body !== 'object' || body === null) return;
    const collection = parseCollection(path);
    // Sub-resources, such as the accesses to a record, have ids of their own kind.
    if (path !== `/v1/${collection}`) return;
    const { id, data, page } = body as { id?: unknown; data?: unknown; page?: { nextCursor?: unknown } };
    this.add('id', collection, id);
    if (Array.isArray(data)) for (const row of data) this.add('id', collection, (row as { id?: unknown } | null)?.id);
    if (typeof page?.nextCursor !== 'string') return;
    const others = query.split('&').filter((part) => part !== '' && !part.startsWith('cursor='));
    this.add('page', collection, [...others, `cursor=${page.nextCursor}`].join('&'));
  }

  /** Replaces the placeholders in a text. Placeholders without a value are removed. */
  resolve(text: string): string {
    return text.replace(syntax, (_whole, kind: Kind, collection: string, number: string) => {
      const values = this.#values.get(`${kind} ${collection}`) ?? [];
      return values[Number(number) % values.length] ?? '';
    });
  }
}
