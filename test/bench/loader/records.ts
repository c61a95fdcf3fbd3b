import type { SampleResource } from '../../../db/sample/fhir.js';
import { generateSample, type SampleBundle, type SampleFile } from '../../../db/sample/sample.js';
import type { RecordFile, RecordSource } from '../../../functions/data_loader/source.js';

const uuids = /\b[0-9a-f]{8}(?=(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b)/g;

const replaceIds = (text: string, copy: number): string =>
  text.replace(uuids, (first) => ((Number.parseInt(first, 16) ^ copy) >>> 0).toString(16).padStart(8, '0'));

function replaceIdentity(resource: SampleResource, copy: number): SampleResource {
  const identifiers = resource.identifier as { value: string }[] | undefined;
  const telecom = resource.telecom as { system: string; value: string }[] | undefined;
  return {
    ...resource,
    ...(identifiers && { identifier: identifiers.map((one) => ({ ...one, value: `${one.value}-${copy}` })) }),
    ...(telecom && {
      telecom: telecom.map((one) => (one.system === 'email' ? { ...one, value: `c${copy}.${one.value}` } : one)),
    }),
  };
}

/** Copies the sample as another network's data: other people, the same exam catalogue. */
function makeCopy({ name, bundle }: SampleFile, copy: number): { name: string; content: string } {
  if (copy === 0) return { name: `0000-${name}`, content: JSON.stringify(bundle) };
  const own: SampleBundle = {
    ...bundle,
    entry: bundle.entry
      .filter(({ resource }) => resource.resourceType !== 'ActivityDefinition')
      .map((entry) => ({ ...entry, resource: replaceIdentity(entry.resource, copy) })),
  };
  return { name: `${String(copy).padStart(4, '0')}-${name}`, content: replaceIds(JSON.stringify(own), copy) };
}

const sample = () => generateSample({ now: new Date('2026-06-15T00:00:00Z') });

export function makeSampleCopies(copies: number): { name: string; content: string }[] {
  const files = sample();
  return Array.from({ length: copies }, (_, copy) => files.map((file) => makeCopy(file, copy))).flat();
}

/** Generates bundles one at a time, so that memory shows only the loader's own use. */
export function createLazySource(count: number): RecordSource {
  const files = sample();
  const record = (index: number): RecordFile => {
    const file = files[index % files.length];
    if (file === undefined) throw new Error('The sample is empty.');
    const copy = Math.floor(index / files.length);
    const make = () => Buffer.from(makeCopy(file, copy).content);
    return {
      name: `${String(copy).padStart(4, '0')}-${file.name}`,
      sizeBytes: make().byteLength,
      async *read() {
        yield make();
      },
    };
  };
  return {
    description: 'generated records',
    list: async () => ({ files: Array.from({ length: count }, (_, index) => record(index)), ignored: 0 }),
  };
}
