/** The sample's part of FHIR R4. Resources can have any elements: the loader validates them. */
export interface Coding {
  system: string;
  code: string;
  display: string;
}

export interface SampleResource {
  resourceType: string;
  id: string;
  meta: { lastUpdated: string };
  [element: string]: unknown;
}

export interface SampleBundle {
  resourceType: 'Bundle';
  type: 'transaction';
  entry: { fullUrl: string; resource: SampleResource; request: { method: 'PUT'; url: string } }[];
}

const codesOf =
  (system: string) =>
  (code: string, display: string): Coding => ({ system, code, display });

export const snomed = codesOf('http://snomed.info/sct');
export const loinc = codesOf('http://loinc.org');
export const rxNorm = codesOf('http://www.nlm.nih.gov/research/umls/rxnorm');

/** A code of an HL7 code system, such as `condition-clinical`. */
export const hl7 = (name: string, code: string, display: string): Coding =>
  codesOf(`http://terminology.hl7.org/CodeSystem/${name}`)(code, display);

export const toConcept = (coding: Coding, text = coding.display) => ({ coding: [coding], text });

/** Ids are the same in all files, so references within and between files look alike. */
export const toReference = (id: string, display?: string) => ({
  reference: `urn:uuid:${id}`,
  ...(display && { display }),
});

/** Uses PUT, because resources have ids and loading them again must not create new ones. */
export function toTransactionBundle(resources: SampleResource[]): SampleBundle {
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: resources.map((resource) => ({
      fullUrl: `urn:uuid:${resource.id}`,
      resource,
      request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
    })),
  };
}
