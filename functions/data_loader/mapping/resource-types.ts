import * as z from 'zod';
import { activityDefinitionMapping, encounterMapping } from './appointments.js';
import { base, concept, text } from './data-types.js';
import { documentReferenceMapping } from './documents.js';
import { diagnosticReportMapping, observationMapping } from './findings.js';
import { allergyMapping, conditionMapping, medicationRequestMapping, procedureMapping } from './history.js';
import { defineMapping, type Mapping } from './mapping.js';
import { patientMapping, practitionerMapping, practitionerRoleMapping } from './people.js';

/**
 * Raise it when a mapping produces other rows: it is part of the content hash, so that resources that are already loaded
 * are loaded again.
 */
export const mappingVersion = 1;

/** Resources without rows of their own: others take their name from them. */
const named = defineMapping({
  schema: z.looseObject({ ...base, name: text.optional() }),
  toRows: () => [],
  toContent: ({ name }) => ({ name }),
});

const mappings = {
  Organization: named,
  Location: named,
  Medication: defineMapping({
    schema: z.looseObject({ ...base, code: concept.optional() }),
    toRows: () => [],
    toContent: ({ code }) => ({ code }),
  }),
  ActivityDefinition: activityDefinitionMapping,
  Practitioner: practitionerMapping,
  PractitionerRole: practitionerRoleMapping,
  Patient: patientMapping,
  Encounter: encounterMapping,
  Condition: conditionMapping,
  Procedure: procedureMapping,
  MedicationRequest: medicationRequestMapping,
  AllergyIntolerance: allergyMapping,
  Observation: observationMapping,
  DiagnosticReport: diagnosticReportMapping,
  DocumentReference: documentReferenceMapping,
};

type ResourceType = keyof typeof mappings;

export type TypedResource = {
  [Type in ResourceType]: {
    readonly type: Type;
    readonly resource: z.infer<(typeof mappings)[Type]['schema']>;
  };
}[ResourceType];

export const isMapped = (type: string): type is ResourceType => Object.hasOwn(mappings, type);

export const getMapping = (type: ResourceType): Mapping => mappings[type];
