import * as z from 'zod';
import {
  activityDefinitionMapping,
  appointmentMapping,
  encounterMapping,
  scheduleMapping,
  slotMapping,
} from './appointments.js';
import { base, text } from './data-types.js';
import { documentReferenceMapping } from './documents.js';
import { leaveOutRest } from './elements.js';
import { diagnosticReportMapping, observationMapping } from './findings.js';
import {
  allergyMapping,
  conditionMapping,
  medicationMapping,
  medicationRequestMapping,
  procedureMapping,
} from './history.js';
import { defineMapping, type Mapping, type MappingContext } from './mapping.js';
import { findModifierRefusal } from './modifiers.js';
import { patientMapping, practitionerMapping, practitionerRoleMapping } from './people.js';

/**
 * Raise it when a mapping produces other rows: it is part of the content hash, so that resources that are already loaded
 * are loaded again.
 */
export const mappingVersion = 2;

/** Resources without rows of their own: others take their name from them. */
const named = defineMapping({
  schema: z.looseObject({ ...base, name: text.optional() }),
  toRows: () => [],
  toContent: ({ name }) => ({ name }),
});

const mappings = {
  Organization: named,
  Location: named,
  Medication: medicationMapping,
  Schedule: scheduleMapping,
  Slot: slotMapping,
  ActivityDefinition: activityDefinitionMapping,
  Practitioner: practitionerMapping,
  PractitionerRole: practitionerRoleMapping,
  Patient: patientMapping,
  Encounter: encounterMapping,
  Appointment: appointmentMapping,
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

/** Delays what a mapping reports until its resource turns out to be kept, and reports each element once for a reason. */
function delayReports(context: MappingContext) {
  const reports = new Map<string, () => void>();
  const delayed: MappingContext = {
    findRow: (...reference) => context.findRow(...reference),
    findRequiredRow: (...reference) => context.findRequiredRow(...reference),
    findContent: (...reference) => context.findContent(...reference),
    findGender: (patient) => context.findGender(patient),
    toRowId: (...key) => context.toRowId(...key),
    addUnrecordedMedic: () => context.addUnrecordedMedic(),
    timeZone: context.timeZone,
    note: (reason) => reports.set(reason, () => context.note(reason)),
    leaveOut: (element, reason) => reports.set(`${element}: ${reason}`, () => context.leaveOut(element, reason)),
  };
  return {
    delayed,
    report() {
      for (const report of reports.values()) report();
    },
  };
}

/** Adds to a mapping what holds for all: modifier elements are honored, and nothing is left out silently. */
function complete(type: string, mapping: Mapping): Mapping {
  const refusals = new WeakMap<object, { readonly reason: string | undefined }>();
  return {
    ...mapping,
    findRefusal(resource) {
      // References to a resource ask again each time.
      const known = refusals.get(resource) ?? {
        reason: findModifierRefusal(type, resource) ?? mapping.findRefusal?.(resource),
      };
      refusals.set(resource, known);
      return known.reason;
    },
    toRows(resource, context) {
      const { delayed, report } = delayReports(context);
      const rows = mapping.toRows(resource, delayed);
      leaveOutRest(type, resource, delayed);
      report();
      return rows;
    },
  };
}

const completed = new Map(
  Object.entries<Mapping>(mappings).map(([type, mapping]): [string, Mapping] => [type, complete(type, mapping)]),
);

export function getMapping(type: ResourceType): Mapping {
  const mapping = completed.get(type);
  if (mapping === undefined) throw new Error(`No mapping for ${type}.`);
  return mapping;
}
