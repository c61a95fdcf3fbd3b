import { describeIssue } from '../../config/issue-text.js';
import { formatKey } from './ledger.js';
import { resourceIdPattern } from './mapping/data-types.js';
import { getMapping, isMapped } from './mapping/resource-types.js';
import { type EntryGroup, isObject, type PendingKeys } from './parse.js';
import type { ValidEntry } from './references.js';
import type { FileCounts, FileProblem } from './report.js';
import { findOtherVersion } from './versions.js';

/** Returns a type that can be printed and counted: a file can contain any text here, such as `constructor`. */
const toPrintableType = (type: string): string => (/^[A-Z][A-Za-z]{0,49}$/.test(type) ? type : 'unknown type');

/** Takes a missing id from the fullUrl: a new resource in a transaction doesn't need one of its own. */
function withId(resource: unknown, fullUrl: string | undefined): unknown {
  const id = /^(?:urn:(?:uuid|oid):|https?:.*\/[A-Z][A-Za-z]+\/)([^/]+)(?:\/_history\/.+)?$/i.exec(fullUrl ?? '')?.[1];
  return isObject(resource) && resource.id === undefined && id !== undefined ? { ...resource, id } : resource;
}

const getTime = ({ resource }: ValidEntry): number => Date.parse(resource.meta?.lastUpdated ?? '');

/** Names an entry in the report. */
export const formatPlace = ({ position, type, resource }: ValidEntry): string =>
  `${position} (${formatKey({ type, id: resource.id })})`;

export interface ValidGroup {
  readonly entries: readonly ValidEntry[];
  readonly problems: readonly FileProblem[];
}

/**
 * Validates the resources of a group and counts those that are skipped.
 * @param pending the entries to load; all if undefined
 */
export function validateGroup(group: EntryGroup, pending: PendingKeys | undefined, counts: FileCounts): ValidGroup {
  const problems: FileProblem[] = [...group.problems];
  const other = group.entries.flatMap(({ position, resource }) => {
    const version = findOtherVersion(resource);
    return version === undefined ? [] : [{ position, reason: `is FHIR ${version}; only R4 can be loaded` }];
  });
  // The rest of a bundle is of the same version, even where it looks like R4. Lines are decided one by one.
  if (other.length > 0 && group.isBundle) return { entries: [], problems: [...problems, ...other] };
  problems.push(...other);
  const others = new Set(other.map(({ position }) => position));
  // Counted once: in a later pass, lines are read again.
  for (let rounded = 0; rounded < (pending === undefined || group.isAtomic ? group.roundedNumbers : 0); rounded += 1) {
    const reason = 'a number with more digits than can be kept was rounded';
    counts.add({ position: group.entries[0]?.position ?? 'file', type: 'Bundle' }, { kind: 'note', reason });
  }
  const valid = new Map<string, ValidEntry>();
  const contents = new Map<string, string>();
  for (const { key, position, fullUrl, method, resource: given } of group.entries) {
    if (others.has(position)) continue;
    const isActive = pending?.has(key) ?? true;
    const resource = withId(given, fullUrl);
    if (method === 'DELETE' || method === 'GET' || method === 'HEAD') {
      if (isActive) counts.add({ position, type: 'Bundle' }, { kind: 'skipped', reason: `${method} request` });
      continue;
    }
    if (!isObject(resource) || typeof resource.resourceType !== 'string') {
      problems.push({ position, reason: 'contains no resource' });
      continue;
    }
    const type = resource.resourceType;
    const skip = (reason: string) => {
      if (!isActive) return;
      counts.countsFor(toPrintableType(type)).read += 1;
      counts.add({ position, type: toPrintableType(type) }, { kind: 'skipped', reason });
    };
    if (!isMapped(type)) {
      skip('type not supported');
      continue;
    }
    // Without it, a later load could not tell that it is the same resource.
    if (resource.id === undefined) {
      skip('no id');
      continue;
    }
    const parsed = getMapping(type).schema.safeParse(resource, { error: describeIssue });
    if (!parsed.success) {
      for (const issue of isActive ? parsed.error.issues : []) {
        const name = resourceIdPattern.test(String(resource.id)) ? `${type}/${resource.id}` : type;
        problems.push({ position: `${position} (${name}), ${issue.path.join('.')}`, reason: issue.message });
      }
      continue;
    }
    // The schema of `type` has parsed it, which the compiler can't relate.
    const entry = { key, position, fullUrl, isActive, type, resource: parsed.data } as ValidEntry;
    const name = formatKey({ type, id: parsed.data.id });
    const content = JSON.stringify(resource);
    const previous = valid.get(name);
    if (previous === undefined) {
      valid.set(name, entry);
      contents.set(name, content);
    } else if (contents.get(name) === content) skip('duplicate in the file');
    else if (getTime(entry) < getTime(previous)) skip('older than another version in the file');
    else if (getTime(entry) > getTime(previous)) {
      if (previous.isActive) {
        counts.countsFor(type).read += 1;
        const reason = 'older than another version in the file';
        counts.add({ position: previous.position, type }, { kind: 'skipped', reason });
      }
      valid.set(name, entry);
      contents.set(name, content);
    } else if (isActive) {
      problems.push({ position: `${position} (${name})`, reason: 'is in the file twice with different content' });
    }
  }
  return { entries: [...valid.values()], problems };
}
