import { describeIssue } from '../http/issue-text.js';
import { hashRows, type MappedResource } from './ledger.js';
import { resourceIdPattern } from './mapping/data-types.js';
import { MappingError } from './mapping/mapping.js';
import { getMapping, isMapped } from './mapping/resource-types.js';
import { type Entry, isObject } from './parse.js';
import { type FileContext, UnresolvedError, type ValidEntry } from './references.js';
import { type FileCounts, FileError, type FileProblem } from './report.js';

/** Problems reported per file. More usually have the same cause. */
const maximumProblems = 20;

/** Returns a type that can be printed and counted: a file can contain any text here, such as `constructor`. */
const toPrintableType = (type: string): string => (/^[A-Z][A-Za-z]{0,49}$/.test(type) ? type : 'unknown type');

/** Takes a missing id from the fullUrl: a new resource in a transaction doesn't need one of its own. */
function withId(resource: unknown, fullUrl: string | undefined): unknown {
  const id = /^urn:uuid:(.+)$/i.exec(fullUrl ?? '')?.[1];
  return isObject(resource) && resource.id === undefined && id !== undefined ? { ...resource, id } : resource;
}

/**
 * Validates the resources of a file and counts those that are skipped.
 * @throws FileError if a resource is invalid
 */
export function validateEntries(entries: readonly Entry[], counts: FileCounts): ValidEntry[] {
  const problems: FileProblem[] = [];
  const valid: ValidEntry[] = [];
  const seen = new Map<string, unknown>();
  for (const { position, fullUrl, method, resource: given } of entries) {
    const resource = withId(given, fullUrl);
    if (method === 'DELETE') {
      counts.skip('Bundle', 'DELETE request');
      continue;
    }
    if (!isObject(resource) || typeof resource.resourceType !== 'string') {
      problems.push({ position, reason: 'contains no resource' });
      continue;
    }
    const type = resource.resourceType;
    counts.countsFor(toPrintableType(type)).read += 1;
    if (!isMapped(type)) {
      counts.skip(toPrintableType(type), 'type not supported');
      continue;
    }
    const parsed = getMapping(type).schema.safeParse(resource, { error: describeIssue });
    if (!parsed.success) {
      for (const issue of parsed.error.issues) {
        const name = resourceIdPattern.test(String(resource.id)) ? `${type}/${resource.id}` : type;
        problems.push({ position: `${position} (${name}), ${issue.path.join('.')}`, reason: issue.message });
      }
      continue;
    }
    const key = `${type}/${parsed.data.id}`;
    const previous = seen.get(key);
    seen.set(key, resource);
    if (previous !== undefined && JSON.stringify(previous) === JSON.stringify(resource)) {
      counts.skip(type, 'duplicate in the file');
    } else if (previous !== undefined) {
      problems.push({ position: `${position} (${key})`, reason: 'is in the file twice with different content' });
    } else {
      // The schema of `type` has parsed it, which the compiler can't relate.
      valid.push({ position, fullUrl, type, resource: parsed.data } as ValidEntry);
    }
  }
  if (problems.length > 0) throw new FileError(problems.slice(0, maximumProblems));
  return valid;
}

/**
 * Maps the resources of a file to rows and counts those that are skipped.
 * @throws FileError if a resource can't be mapped
 * @throws UnresolvedError if a required reference can't be resolved yet
 */
export function mapEntries(entries: readonly ValidEntry[], context: FileContext, counts: FileCounts): MappedResource[] {
  const problems: FileProblem[] = [];
  const unresolved: FileProblem[] = [];
  const mapped: MappedResource[] = [];
  for (const { position, type, resource } of entries) {
    const place = `${position} (${type}/${resource.id})`;
    const mapping = getMapping(type);
    const refusal = mapping.findRefusal?.(resource);
    if (refusal !== undefined) {
      counts.skip(type, refusal);
      continue;
    }
    try {
      const rows = mapping.toRows(resource, context);
      context.addExams(rows);
      const { id, meta } = resource;
      if (rows.length === 0) counts.skip(type, 'used only in other resources');
      else mapped.push({ type, id, lastUpdated: meta?.lastUpdated, rows, hash: hashRows(rows) });
    } catch (error) {
      if (!(error instanceof MappingError)) throw error;
      problems.push({ position: `${place}, ${error.path}`, reason: error.message });
    }
    for (const target of context.takeUnresolved()) {
      unresolved.push({ position: place, reason: `the referenced ${target} is neither in the file nor loaded` });
    }
  }
  if (problems.length > 0) throw new FileError(problems.slice(0, maximumProblems));
  if (unresolved.length > 0) throw new UnresolvedError(unresolved.slice(0, maximumProblems));
  return mapped;
}
