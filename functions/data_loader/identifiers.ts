import { createHash } from 'node:crypto';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The namespace of ids that are made of other ids; any UUID does, as long as it stays. */
const namespace = Buffer.from('5b0a3c8e7f1d4c52a6e29d47c1b8f003', 'hex');

/** The UUID of version 5 that stands for a name (RFC 9562, section 5.5). */
export function deriveUuid(name: string): string {
  const bytes = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The row of a FHIR resource: its own id where that is a UUID, one made of type and id otherwise. */
export const toRowId = (resourceType: string, id: string): string =>
  uuid.test(id) ? id.toLowerCase() : deriveUuid(`${resourceType}/${id}`);
