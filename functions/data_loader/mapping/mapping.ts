import type { Resource, ResourceType } from '../fhir.js';
import { findEncounterRefusal, mapActivityDefinition, mapEncounter } from './appointments.js';
import type { MappedRow, MappingContext } from './common.js';
import { findDocumentRefusal, mapDiagnosticReport, mapDocument, mapObservation } from './findings.js';
import { mapAllergy, mapCondition, mapMedicationRequest, mapProcedure } from './history.js';
import { mapPatient, mapPractitioner, mapPractitionerRole } from './people.js';

/**
 * Raise it when the rows that a resource becomes change: it is part of the content's hash, so that known resources are
 * loaded anew.
 */
export const mappingVersion = 1;

type Mapper<Type extends ResourceType> = (resource: Resource<Type>, context: MappingContext) => MappedRow[];

/** Read for what others say of them, and no rows of their own. */
const noRows = (): MappedRow[] => [];

const mappers: { readonly [Type in ResourceType]: Mapper<Type> } = {
  Organization: noRows,
  Location: noRows,
  Medication: noRows,
  ActivityDefinition: mapActivityDefinition,
  Practitioner: mapPractitioner,
  PractitionerRole: mapPractitionerRole,
  Patient: mapPatient,
  Encounter: mapEncounter,
  Condition: mapCondition,
  Procedure: mapProcedure,
  MedicationRequest: mapMedicationRequest,
  AllergyIntolerance: mapAllergy,
  Observation: mapObservation,
  DiagnosticReport: mapDiagnosticReport,
  DocumentReference: mapDocument,
};

/** The rows that a resource becomes. */
export const mapResource = <Type extends ResourceType>(
  type: Type,
  resource: Resource<Type>,
  context: MappingContext,
): MappedRow[] => mappers[type](resource, context);

/** Why a valid resource is not loaded; undefined for one that is. */
export function findRefusal(type: ResourceType, resource: Resource<ResourceType>): string | undefined {
  if (type === 'Encounter') return findEncounterRefusal(resource as Resource<'Encounter'>);
  if (type === 'DocumentReference') return findDocumentRefusal(resource as Resource<'DocumentReference'>);
  return undefined;
}
