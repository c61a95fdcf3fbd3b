import type { Resource, ResourceType } from '../fhir.js';
import { activityDefinitionRows, encounterRefusal, encounterRows } from './appointments.js';
import type { MappedRow, MappingContext } from './common.js';
import { diagnosticReportRows, documentRefusal, documentRows, observationRows } from './findings.js';
import { allergyRows, conditionRows, medicationRequestRows, procedureRows } from './history.js';
import { patientRows, practitionerRoleRows, practitionerRows } from './people.js';

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
  ActivityDefinition: activityDefinitionRows,
  Practitioner: practitionerRows,
  PractitionerRole: practitionerRoleRows,
  Patient: patientRows,
  Encounter: encounterRows,
  Condition: conditionRows,
  Procedure: procedureRows,
  MedicationRequest: medicationRequestRows,
  AllergyIntolerance: allergyRows,
  Observation: observationRows,
  DiagnosticReport: diagnosticReportRows,
  DocumentReference: documentRows,
};

/** The rows that a resource becomes. */
export const rowsOf = <Type extends ResourceType>(
  type: Type,
  resource: Resource<Type>,
  context: MappingContext,
): MappedRow[] => mappers[type](resource, context);

/** Why a valid resource is not loaded; undefined for one that is. */
export function refusalOf(type: ResourceType, resource: Resource<ResourceType>): string | undefined {
  if (type === 'Encounter') return encounterRefusal(resource as Resource<'Encounter'>);
  if (type === 'DocumentReference') return documentRefusal(resource as Resource<'DocumentReference'>);
  return undefined;
}
