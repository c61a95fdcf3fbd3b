import * as fc from 'fast-check';

/**
 * What a request can only know from earlier answers. Requests are made before any is sent, so they hold a placeholder,
 * and what it stands for is looked up when the request goes out: `id` of one of a collection, the query string of a `page`
 * that follows another one, an entity tag.
 */
type Kind = 'id' | 'page' | 'etag';

/** Where the ids in a field of this name come from. */
const collectionsByField: Readonly<Record<string, string>> = {
  patientId: 'patients',
  medicId: 'medics',
  examId: 'exams',
  reservationId: 'reservations',
  replacesId: 'exam-results',
};

/** The collection that a path is about, as its ids and pages are kept. */
export const parseCollection = (path: string): string =>
  /^\/v1\/(agent\/sessions|agent\/knowledge\/documents|[a-z-]+)/.exec(path)?.[1] ?? '';

export const makeIdPlaceholder = (collection: string): fc.Arbitrary<string> =>
  fc.nat(10_000).map((number) => `«id ${collection} ${number}»`);

/** An id for a field: of what its name says, or of anything. */
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

/** The last ones of each kind; old ones make room, so that a long run takes no more memory than a short one. */
const maxKept = 100;

/** What the API has told so far. */
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

  /** Remembers what the answer to a request tells. */
  learn(path: string, query: string, headers: Readonly<Record<string, unknown>>, body: unknown): void {
    this.add('etag', 'any', headers.etag);
    if (typeof body !== 'object' || body === null) return;
    const collection = parseCollection(path);
    // What lies below one of a collection, such as the accesses to a record, has ids of its own kind.
    if (path !== `/v1/${collection}`) return;
    const { id, data, page } = body as { id?: unknown; data?: unknown; page?: { nextCursor?: unknown } };
    this.add('id', collection, id);
    if (Array.isArray(data)) for (const row of data) this.add('id', collection, (row as { id?: unknown } | null)?.id);
    if (typeof page?.nextCursor !== 'string') return;
    const others = query.split('&').filter((part) => part !== '' && !part.startsWith('cursor='));
    this.add('page', collection, [...others, `cursor=${page.nextCursor}`].join('&'));
  }

  /** A text with what its placeholders stand for; one of which nothing is known yet is left out. */
  resolve(text: string): string {
    return text.replace(syntax, (_whole, kind: Kind, collection: string, number: string) => {
      const values = this.#values.get(`${kind} ${collection}`) ?? [];
      return values[Number(number) % values.length] ?? '';
    });
  }
}
