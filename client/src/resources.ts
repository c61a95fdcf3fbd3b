import { type Client, unwrap } from './client.js';
import { ProblemError } from './problem.js';
import type { paths } from './schema.js';

type JsonOf<Content> = Content extends { content: { 'application/json': infer Json } } ? Json : never;

/** The body that GET returns at a path. */
type Read<Path extends keyof paths> = paths[Path] extends { get: { responses: { 200: infer Answer } } }
  ? JsonOf<Answer>
  : never;

/** The merge patch that PATCH takes at a path. */
type Patch<Path extends keyof paths> = paths[Path] extends { patch: { requestBody: infer Body } }
  ? JsonOf<Body>
  : never;

type PathsWhere<Condition> = { [Path in keyof paths]: paths[Path] extends Condition ? Path : never }[keyof paths];

interface Page {
  data: unknown[];
  page: { nextCursor: string | null };
}

/** The paths of lists. */
export type ListPath = {
  [Path in PathsWhere<{ get: object }>]: Read<Path> extends Page ? Path : never;
}[PathsWhere<{ get: object }>];

/** An entry of a list. */
export type Item<Path extends ListPath> = Read<Path> extends { data: (infer Entry)[] } ? Entry : never;

type ListParameters<Path extends ListPath> = paths[Path] extends { get: { parameters: infer Parameters } }
  ? Pick<Parameters, keyof Parameters & ('query' | 'path')>
  : never;

/**
 * Reads a list entry by entry, and the next page when it is needed.
 *
 * `for await (const patient of paginate(client, '/v1/patients', { query: { search: 'gómez' } })) …`
 */
export async function* paginate<Path extends ListPath>(
  client: Client,
  path: Path,
  parameters: Partial<ListParameters<Path>> = {},
): AsyncGenerator<Item<Path>, void> {
  let cursor: string | null | undefined;
  do {
    const query = { ...(parameters as { query?: object }).query, ...(cursor && { cursor }) };
    // The types of a generic path are too deep for the compiler; the signature above has them.
    const page: Page = await unwrap(client.GET(path as never, { params: { ...parameters, query } } as never));
    yield* page.data as Item<Path>[];
    cursor = page.page.nextCursor;
  } while (cursor);
}

/** The paths of resources that can be edited. */
export type EditablePath = PathsWhere<{ patch: object }> & `${string}/{id}`;

/** The header that makes a change fail with `precondition-failed` if somebody else changed the resource meanwhile. */
export const ifMatch = ({ version }: { readonly version: number }): { 'If-Match': string } => ({
  'If-Match': `"${version}"`,
});

/** Times that `edit` reads a resource again after somebody else's change. */
const maximumEdits = 5;

/**
 * Reads a resource and changes it by what `change` returns for it. If somebody else changes it meanwhile, it is read again, so
 * no change is overwritten. Null clears a field. If `change` returns undefined, nothing changes.
 * @returns the resource afterward
 */
export async function edit<Path extends EditablePath>(
  client: Client,
  path: Path,
  id: string,
  change: (current: Read<Path>) => Patch<Path> | undefined,
): Promise<Read<Path>> {
  const params = { path: { id } };
  for (let attempt = 1; ; attempt += 1) {
    const current: Read<Path> = await unwrap(client.GET(path as never, { params } as never));
    const body = change(current);
    if (body === undefined) return current;
    try {
      const headers = ifMatch(current as { version: number });
      return await unwrap(client.PATCH(path as never, { params, body, headers } as never));
    } catch (error) {
      if (attempt >= maximumEdits || !(error instanceof ProblemError) || error.kind !== 'precondition-failed')
        throw error;
    }
  }
}
