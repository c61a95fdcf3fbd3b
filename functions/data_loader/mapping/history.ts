import * as z from 'zod';
import { medicalHistoryStatuses } from '../../../db/schema/index.js';
import { toRowId } from '../identifiers.js';
import { getLabel, requireCoding, requireRow, toCalendarDay, truncateText } from './columns.js';
import { annotation, base, type Concept, concept, date, period, reference, text } from './data-types.js';
import { defineMapping, type MappedRow, MappingError } from './mapping.js';

/** Returns the row of an entry. A status that FHIR doesn't define for its kind becomes null. */
function toEntryRows(
  entry: MappedRow['values'] & { kind: keyof typeof medicalHistoryStatuses; status: string | undefined },
): MappedRow[] {
  const known: readonly string[] = medicalHistoryStatuses[entry.kind];
  const status = known.find((candidate) => candidate === entry.status) ?? null;
  return [{ table: 'medical_history_entries', values: { ...entry, status } }];
}

/** Elements shared by Condition and AllergyIntolerance. */
const onset = {
  clinicalStatus: concept.optional(),
  code: concept,
  onsetDateTime: date.optional(),
  onsetPeriod: period.optional(),
  recordedDate: date.optional(),
  note: z.array(annotation).optional(),
};

export const conditionMapping = defineMapping({
  schema: z.looseObject({
    ...base,
    ...onset,
    subject: reference,
    abatementDateTime: date.optional(),
    abatementPeriod: period.optional(),
  }),
  toRows: (condition, context) =>
    toEntryRows({
      id: toRowId('Condition', condition.id),
      patient_id: requireRow(condition.subject, 'Patient', 'subject', context),
      kind: 'condition',
      ...requireCoding(condition.code, 'code', context),
      start_date: toCalendarDay(condition.onsetDateTime ?? condition.onsetPeriod?.start ?? condition.recordedDate),
      end_date: toCalendarDay(condition.abatementDateTime ?? condition.abatementPeriod?.end),
      status: condition.clinicalStatus?.coding?.[0]?.code,
      note: truncateText(condition.note?.[0]?.text, 2000, context),
    }),
});

export const procedureMapping = defineMapping({
  schema: z.looseObject({
    ...base,
    status: text.optional(),
    code: concept,
    subject: reference,
    performedDateTime: date.optional(),
    performedPeriod: period.optional(),
    note: z.array(annotation).optional(),
  }),
  toRows: (procedure, context) =>
    toEntryRows({
      id: toRowId('Procedure', procedure.id),
      patient_id: requireRow(procedure.subject, 'Patient', 'subject', context),
      kind: 'procedure',
      ...requireCoding(procedure.code, 'code', context),
      start_date: toCalendarDay(procedure.performedDateTime ?? procedure.performedPeriod?.start),
      end_date: toCalendarDay(procedure.performedPeriod?.end),
      status: procedure.status,
      note: truncateText(procedure.note?.[0]?.text, 2000, context),
    }),
});

export const medicationRequestMapping = defineMapping({
  schema: z.looseObject({
    ...base,
    status: text.optional(),
    medicationCodeableConcept: concept.optional(),
    medicationReference: reference.optional(),
    contained: z.array(z.looseObject({ id: text.optional(), code: concept.optional() })).optional(),
    subject: reference,
    authoredOn: date.optional(),
    dispenseRequest: z.looseObject({ validityPeriod: period.optional() }).optional(),
    dosageInstruction: z.array(z.looseObject({ text: text.optional() })).optional(),
  }),
  toRows(request, context) {
    const { medicationReference } = request;
    const contained = request.contained?.find(({ id }) => medicationReference?.reference === `#${id}`)?.code;
    const code =
      request.medicationCodeableConcept ??
      contained ??
      (context.findContent(medicationReference, 'Medication')?.code as Concept | undefined);
    if (code === undefined) throw new MappingError('medication', 'is missing');
    return toEntryRows({
      id: toRowId('MedicationRequest', request.id),
      patient_id: requireRow(request.subject, 'Patient', 'subject', context),
      kind: 'medication',
      ...requireCoding(code, 'medicationCodeableConcept', context),
      start_date: toCalendarDay(request.authoredOn),
      end_date: request.status === 'active' ? null : toCalendarDay(request.dispenseRequest?.validityPeriod?.end),
      status: request.status,
      note: truncateText(request.dosageInstruction?.[0]?.text, 2000, context),
    });
  },
});

export const allergyMapping = defineMapping({
  schema: z.looseObject({
    ...base,
    ...onset,
    patient: reference,
    lastOccurrence: date.optional(),
    reaction: z.array(z.looseObject({ manifestation: z.array(concept).optional() })).optional(),
  }),
  toRows(allergy, context) {
    const manifestations = (allergy.reaction ?? [])
      .flatMap(({ manifestation }) => manifestation ?? [])
      .flatMap((manifestation) => getLabel(manifestation) ?? []);
    const note = allergy.note?.[0]?.text ?? (manifestations.length > 0 ? manifestations.join(', ') : undefined);
    return toEntryRows({
      id: toRowId('AllergyIntolerance', allergy.id),
      patient_id: requireRow(allergy.patient, 'Patient', 'patient', context),
      kind: 'allergy',
      ...requireCoding(allergy.code, 'code', context),
      start_date: toCalendarDay(allergy.onsetDateTime ?? allergy.onsetPeriod?.start ?? allergy.recordedDate),
      end_date: null,
      status: allergy.clinicalStatus?.coding?.[0]?.code,
      note: truncateText(note, 2000, context),
    });
  },
});
