import { createHash } from 'node:crypto';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const isUuid = (text: string): boolean => uuidPattern.test(text);

/** An arbitrary namespace. It must not change: ids of loaded rows depend on it. */
const namespace = Buffer.from('5b0a3c8e7f1d4c52a6e29d47c1b8f003', 'hex');

/** Derives a version 5 UUID from a name (RFC 9562, section 5.5). */
export function deriveUuid(name: string): string {
  const bytes = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Returns the row id of a FHIR resource: its own id if that is a UUID, otherwise one derived from type and id. */
export const toRowId = (resourceType: string, id: string): string =>
  isUuid(id) ? id.toLowerCase() : deriveUuid(`${resourceType}/${id}`);
