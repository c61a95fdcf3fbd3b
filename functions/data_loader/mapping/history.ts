import type { Resource } from '../fhir.js';
import { toRowId } from '../identifiers.js';
import {
  type MappedRow,
  type MappingContext,
  MappingError,
  requireCoding,
  requireRow,
  toCalendarDay,
  toKnownCode,
  truncateText,
} from './common.js';

const clinicalStatuses = ['active', 'recurrence', 'relapse', 'inactive', 'remission', 'resolved'] as const;
const eventStatuses = [
  'preparation',
  'in-progress',
  'not-done',
  'on-hold',
  'stopped',
  'completed',
  'entered-in-error',
  'unknown',
] as const;
const medicationStatuses = [
  'active',
  'on-hold',
  'cancelled',
  'completed',
  'entered-in-error',
  'stopped',
  'draft',
  'unknown',
] as const;

const toEntryRows = (values: MappedRow['values']): MappedRow[] => [{ table: 'medical_history_entries', values }];

export function mapCondition(condition: Resource<'Condition'>, context: MappingContext): MappedRow[] {
  return toEntryRows({
    id: toRowId('Condition', condition.id),
    patient_id: requireRow(condition.subject, 'Patient', 'subject', context),
    kind: 'condition',
    ...requireCoding(condition.code, 'code', context),
    start_date: toCalendarDay(condition.onsetDateTime ?? condition.onsetPeriod?.start ?? condition.recordedDate),
    end_date: toCalendarDay(condition.abatementDateTime ?? condition.abatementPeriod?.end),
    status: toKnownCode(condition.clinicalStatus?.coding?.[0]?.code, clinicalStatuses),
    note: truncateText(condition.note?.[0]?.text, 2000, context),
  });
}

export function mapProcedure(procedure: Resource<'Procedure'>, context: MappingContext): MappedRow[] {
  return toEntryRows({
    id: toRowId('Procedure', procedure.id),
    patient_id: requireRow(procedure.subject, 'Patient', 'subject', context),
    kind: 'procedure',
    ...requireCoding(procedure.code, 'code', context),
    start_date: toCalendarDay(procedure.performedDateTime ?? procedure.performedPeriod?.start),
    end_date: toCalendarDay(procedure.performedPeriod?.end),
    status: toKnownCode(procedure.status, eventStatuses),
    note: truncateText(procedure.note?.[0]?.text, 2000, context),
  });
}

export function mapMedicationRequest(request: Resource<'MedicationRequest'>, context: MappingContext): MappedRow[] {
  const local = request.medicationReference?.reference;
  const contained = request.contained?.find(({ id }) => local === `#${id}`)?.code;
  const concept = request.medicationCodeableConcept ?? contained ?? context.findMedication(request.medicationReference);
  if (concept === undefined) throw new MappingError('medication', 'names no medication');
  return toEntryRows({
    id: toRowId('MedicationRequest', request.id),
    patient_id: requireRow(request.subject, 'Patient', 'subject', context),
    kind: 'medication',
    ...requireCoding(concept, 'medicationCodeableConcept', context),
    start_date: toCalendarDay(request.authoredOn),
    end_date: request.status === 'active' ? null : toCalendarDay(request.dispenseRequest?.validityPeriod?.end),
    status: toKnownCode(request.status, medicationStatuses),
    note: truncateText(request.dosageInstruction?.[0]?.text, 2000, context),
  });
}

export function mapAllergy(allergy: Resource<'AllergyIntolerance'>, context: MappingContext): MappedRow[] {
  const manifestations = (allergy.reaction ?? [])
    .flatMap(({ manifestation }) => manifestation ?? [])
    .flatMap(({ text, coding }) => text ?? coding?.[0]?.display ?? []);
  const note = allergy.note?.[0]?.text ?? (manifestations.length > 0 ? manifestations.join(', ') : undefined);
  return toEntryRows({
    id: toRowId('AllergyIntolerance', allergy.id),
    patient_id: requireRow(allergy.patient, 'Patient', 'patient', context),
    kind: 'allergy',
    ...requireCoding(allergy.code, 'code', context),
    start_date: toCalendarDay(allergy.onsetDateTime ?? allergy.onsetPeriod?.start ?? allergy.recordedDate),
    end_date: null,
    status: toKnownCode(allergy.clinicalStatus?.coding?.[0]?.code, ['active', 'inactive', 'resolved'] as const),
    note: truncateText(note, 2000, context),
  });
}
