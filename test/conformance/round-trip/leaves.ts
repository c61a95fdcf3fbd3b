/** A primitive in a FHIR resource. */
export interface Leaf {
  /** The path without indexes, such as `name.family`. */
  readonly path: string;
  readonly value: string | number | boolean;
}

/** Lists the primitives of a resource. */
export function listLeaves(value: unknown, path = ''): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((item) => listLeaves(item, path));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, member]) =>
      listLeaves(member, path === '' ? name : `${path}.${name}`),
    );
  }
  return value === null || value === undefined ? [] : [{ path, value: value as Leaf['value'] }];
}

/** Returns true if a path is an element or below one. */
export const isBelow = (path: string, element: string): boolean => path === element || path.startsWith(`${element}.`);
