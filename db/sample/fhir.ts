/** The types here cover the sample's part of FHIR R4. The elements of resources are open: the loader validates them. */
export interface Coding {
  system: string;
  code: string;
  display: string;
}

export interface CodeableConcept {
  coding?: Coding[];
  text?: string;
}

export interface SampleReference {
  reference: string;
  display?: string;
}

export interface SampleResource {
  resourceType: string;
  id: string;
  meta: { lastUpdated: string };
  [element: string]: unknown;
}

export interface SampleBundleEntry {
  fullUrl: string;
  resource: SampleResource;
  request: { method: 'PUT'; url: string };
}

export interface SampleBundle {
  resourceType: 'Bundle';
  type: 'transaction';
  entry: SampleBundleEntry[];
}

const terminology = 'http://terminology.hl7.org/CodeSystem';

export const snomed = (code: string, display: string): Coding => ({ system: 'http://snomed.info/sct', code, display });
export const loinc = (code: string, display: string): Coding => ({ system: 'http://loinc.org', code, display });
export const rxNorm = (code: string, display: string): Coding => ({
  system: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  code,
  display,
});

/** A code of an HL7 code system, such as `condition-clinical`. */
export const hl7 = (name: string, code: string, display: string): Coding => ({
  system: `${terminology}/${name}`,
  code,
  display,
});

export const concept = (coding: Coding, text = coding.display): CodeableConcept => ({ coding: [coding], text });

/** Ids are the same in all files, so references within and between files look alike. */
export const reference = (id: string, display?: string): SampleReference => ({
  reference: `urn:uuid:${id}`,
  ...(display === undefined ? {} : { display }),
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
