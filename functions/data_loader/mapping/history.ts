import type { Resource } from '../fhir.js';
import { rowIdOf } from '../identifiers.js';
import {
  dayOf,
  fitted,
  knownCode,
  type MappedRow,
  type MappingContext,
  MappingError,
  requiredCoding,
  requiredRow,
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

const entry = (values: MappedRow['values']): MappedRow[] => [{ table: 'medical_history_entries', values }];

export function conditionRows(condition: Resource<'Condition'>, context: MappingContext): MappedRow[] {
  return entry({
    id: rowIdOf('Condition', condition.id),
    patient_id: requiredRow(condition.subject, 'Patient', 'subject', context),
    kind: 'condition',
    ...requiredCoding(condition.code, 'code', context),
    start_date: dayOf(condition.onsetDateTime ?? condition.onsetPeriod?.start ?? condition.recordedDate),
    end_date: dayOf(condition.abatementDateTime ?? condition.abatementPeriod?.end),
    status: knownCode(condition.clinicalStatus?.coding?.[0]?.code, clinicalStatuses),
    note: fitted(condition.note?.[0]?.text, 2000, context),
  });
}

export function procedureRows(procedure: Resource<'Procedure'>, context: MappingContext): MappedRow[] {
  return entry({
    id: rowIdOf('Procedure', procedure.id),
    patient_id: requiredRow(procedure.subject, 'Patient', 'subject', context),
    kind: 'procedure',
    ...requiredCoding(procedure.code, 'code', context),
    start_date: dayOf(procedure.performedDateTime ?? procedure.performedPeriod?.start),
    end_date: dayOf(procedure.performedPeriod?.end),
    status: knownCode(procedure.status, eventStatuses),
    note: fitted(procedure.note?.[0]?.text, 2000, context),
  });
}

export function medicationRequestRows(request: Resource<'MedicationRequest'>, context: MappingContext): MappedRow[] {
  const local = request.medicationReference?.reference;
  const contained = request.contained?.find(({ id }) => local === `#${id}`)?.code;
  const concept = request.medicationCodeableConcept ?? contained ?? context.medicationOf(request.medicationReference);
  if (concept === undefined) throw new MappingError('medication', 'names no medication');
  return entry({
    id: rowIdOf('MedicationRequest', request.id),
    patient_id: requiredRow(request.subject, 'Patient', 'subject', context),
    kind: 'medication',
    ...requiredCoding(concept, 'medicationCodeableConcept', context),
    start_date: dayOf(request.authoredOn),
    end_date: request.status === 'active' ? null : dayOf(request.dispenseRequest?.validityPeriod?.end),
    status: knownCode(request.status, medicationStatuses),
    note: fitted(request.dosageInstruction?.[0]?.text, 2000, context),
  });
}

export function allergyRows(allergy: Resource<'AllergyIntolerance'>, context: MappingContext): MappedRow[] {
  const manifestations = (allergy.reaction ?? [])
    .flatMap(({ manifestation }) => manifestation ?? [])
    .flatMap(({ text, coding }) => text ?? coding?.[0]?.display ?? []);
  const note = allergy.note?.[0]?.text ?? (manifestations.length > 0 ? manifestations.join(', ') : undefined);
  return entry({
    id: rowIdOf('AllergyIntolerance', allergy.id),
    patient_id: requiredRow(allergy.patient, 'Patient', 'patient', context),
    kind: 'allergy',
    ...requiredCoding(allergy.code, 'code', context),
    start_date: dayOf(allergy.onsetDateTime ?? allergy.onsetPeriod?.start ?? allergy.recordedDate),
    end_date: null,
    status: knownCode(allergy.clinicalStatus?.coding?.[0]?.code, ['active', 'inactive', 'resolved'] as const),
    note: fitted(note, 2000, context),
  });
}
