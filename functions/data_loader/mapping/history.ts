import * as z from 'zod';
import {
  type AllergyReaction,
  criticalities,
  medicalHistoryStatuses,
  reactionSeverities,
  verificationStatuses,
} from '../../../db/schema/index.js';
import {
  fitText,
  joinNotes,
  leaveOutIfPresent,
  leaveOutOthers,
  requireCoding,
  requireRow,
  toCoding,
  toDateColumns,
  toKnownCode,
  toLabel,
} from './columns.js';
import { annotation, base, type Concept, concept, date, period, quantity, reference, text } from './data-types.js';
import { isInFuture } from './days.js';
import { defineMapping, type MappedRow, type MappingContext, NotKeptError } from './mapping.js';
import { findModifierRefusal, modifiers } from './modifiers.js';

/** Columns that only some kinds of entries have. */
const otherColumns = { verification_status: null, criticality: null, reaction: null, dosage: null };

const toEntryRows = (kind: keyof typeof medicalHistoryStatuses, values: MappedRow['values']): MappedRow[] => [
  { table: 'medical_history_entries', values: { kind, ...otherColumns, ...values } },
];

/** Returns a status of a kind. A resource with a status that FHIR doesn't define is refused before. */
const toStatus = (kind: 'procedure' | 'medication', status: string | undefined) =>
  medicalHistoryStatuses[kind].find((candidate) => candidate === status) ?? null;

/** Elements shared by all kinds. */
const entry = { ...base, subject: reference.optional(), note: z.array(annotation).optional() };

/** Elements shared by Condition and AllergyIntolerance. */
const onset = {
  clinicalStatus: concept.optional(),
  verificationStatus: concept.optional(),
  code: concept.optional(),
  onsetDateTime: date.optional(),
  onsetPeriod: period.optional(),
};

/** Converts the date on which something began or was done. One in the future is a mistake, and is left out. */
function toPastDateColumns(date: string | undefined, element: string, context: MappingContext) {
  const isFuture = date !== undefined && isInFuture(date, context);
  if (isFuture) {
    context.leaveOut(element, 'in the future');
    context.note('an onset or performance in the future was left out');
  }
  return toDateColumns('start_date', isFuture ? undefined : date, element, context);
}

const toNote = (notes: Parameters<typeof joinNotes>[0], context: MappingContext) =>
  fitText(joinNotes(notes), 2000, 'note', context);

export const conditionMapping = defineMapping({
  schema: z.looseObject({
    ...entry,
    ...onset,
    abatementDateTime: date.optional(),
    abatementPeriod: period.optional(),
  }),
  toRows({ id, subject, code, note, ...condition }, context) {
    const { onsetDateTime, onsetPeriod, abatementDateTime, abatementPeriod } = condition;
    const clinicalStatus = modifiers['Condition.clinicalStatus'].read(condition.clinicalStatus);
    const verification = modifiers['Condition.verificationStatus'].read(condition.verificationStatus);
    return toEntryRows('condition', {
      id: context.toRowId('Condition', id),
      patient_id: requireRow(subject, 'Patient', 'subject', context),
      ...requireCoding(code, 'code', 'no code', context),
      ...toPastDateColumns(
        onsetDateTime ?? onsetPeriod?.start,
        onsetDateTime ? 'onsetDateTime' : 'onsetPeriod.start',
        context,
      ),
      ...toDateColumns(
        'end_date',
        abatementDateTime ?? abatementPeriod?.end,
        abatementDateTime ? 'abatementDateTime' : 'abatementPeriod.end',
        context,
      ),
      status: toKnownCode(clinicalStatus, medicalHistoryStatuses.condition, 'clinicalStatus', context),
      verification_status: toKnownCode(verification, verificationStatuses.condition, 'verificationStatus', context),
      note: toNote(note, context),
    });
  },
});

export const procedureMapping = defineMapping({
  schema: z.looseObject({
    ...entry,
    status: text.optional(),
    code: concept.optional(),
    performedDateTime: date.optional(),
    performedPeriod: period.optional(),
  }),
  toRows({ id, subject, code, note, status, performedDateTime, performedPeriod }, context) {
    return toEntryRows('procedure', {
      id: context.toRowId('Procedure', id),
      patient_id: requireRow(subject, 'Patient', 'subject', context),
      ...requireCoding(code, 'code', 'no code', context),
      ...toPastDateColumns(
        performedDateTime ?? performedPeriod?.start,
        performedDateTime ? 'performedDateTime' : 'performedPeriod.start',
        context,
      ),
      ...toDateColumns('end_date', performedPeriod?.end, 'performedPeriod.end', context),
      status: toStatus('procedure', modifiers['Procedure.status'].read(status)),
      note: toNote(note, context),
    });
  },
});

const dosage = z.looseObject({
  sequence: z.number().optional(),
  text: text.optional(),
  asNeededBoolean: z.boolean().optional(),
  route: concept.optional(),
  timing: z
    .looseObject({
      repeat: z
        .looseObject({
          frequency: z.number().optional(),
          period: z.number().optional(),
          periodUnit: text.optional(),
        })
        .optional(),
    })
    .optional(),
  doseAndRate: z.array(z.looseObject({ doseQuantity: quantity.optional() })).optional(),
});
type Dosage = z.infer<typeof dosage>;

const medicationRequestSchema = z.looseObject({
  ...entry,
  status: text.optional(),
  intent: text.optional(),
  reportedBoolean: z.boolean().optional(),
  reportedReference: reference.optional(),
  medicationCodeableConcept: concept.optional(),
  medicationReference: reference.optional(),
  contained: z.array(z.looseObject({ id: text.optional(), code: concept.optional() })).optional(),
  authoredOn: date.optional(),
  dispenseRequest: z.looseObject({ validityPeriod: period.optional() }).optional(),
  dosageInstruction: z.array(dosage).optional(),
});
type MedicationRequest = z.infer<typeof medicationRequestSchema>;

export const medicationRequestMapping = defineMapping({
  schema: medicationRequestSchema,
  findRefusal({ intent, reportedBoolean, reportedReference }) {
    const isReported = reportedBoolean === true || reportedReference !== undefined;
    return modifiers['MedicationRequest.intent'].read(intent) || isReported ? undefined : `intent ${intent}`;
  },
  toRows(request, context) {
    const status = toStatus('medication', modifiers['MedicationRequest.status'].read(request.status));
    const validUntil = request.dispenseRequest?.validityPeriod?.end;
    // An active request can be renewed.
    const end = status === 'active' ? undefined : validUntil;
    if (end === undefined)
      leaveOutIfPresent(validUntil, 'dispenseRequest.validityPeriod.end', 'the request is active', context);
    return toEntryRows('medication', {
      id: context.toRowId('MedicationRequest', request.id),
      patient_id: requireRow(request.subject, 'Patient', 'subject', context),
      ...toMedication(request, context),
      ...toDateColumns('start_date', request.authoredOn, 'authoredOn', context),
      ...toDateColumns('end_date', end, 'dispenseRequest.validityPeriod.end', context),
      status,
      dosage: toDosage(request.dosageInstruction, context),
      note: toNote(request.note, context),
    });
  },
});

/** Returns the medication: a code, a contained or other Medication, or only the name that the reference gives it. */
function toMedication(request: MedicationRequest, context: MappingContext) {
  const { medicationCodeableConcept: coded, medicationReference: target, contained = [] } = request;
  const named = contained.find(({ id }) => id !== undefined && target?.reference === `#${id}`);
  leaveOutIfPresent(
    contained.filter((one) => one !== named),
    'contained',
    'contained resources are not records of their own',
    context,
  );
  if (coded !== undefined) return requireCoding(coded, 'medicationCodeableConcept', 'no medication', context);
  const refusal = named && findModifierRefusal('Medication', named);
  if (refusal !== undefined) throw new NotKeptError(`the contained Medication: ${refusal}`);
  if (named?.code !== undefined) {
    leaveOutIfPresent(target?.display, 'medicationReference.display', 'the medication is kept', context);
    return requireCoding(named.code, 'contained.code', 'no medication', context);
  }
  // What `toContent` of a Medication keeps.
  const content = context.findContent(target, 'Medication');
  if (typeof content?.refusal === 'string') throw new NotKeptError(`the Medication: ${content.refusal}`);
  const referenced = content?.code as Concept | undefined;
  if (referenced !== undefined)
    leaveOutIfPresent(target?.display, 'medicationReference.display', 'the medication is kept', context);
  const display = target?.display === undefined ? undefined : { text: target.display };
  return requireCoding(referenced ?? display, 'medicationReference', 'no medication', context);
}

const units: Readonly<Record<string, string>> = {
  s: 'seconds',
  min: 'minutes',
  h: 'hours',
  d: 'days',
  wk: 'weeks',
  mo: 'months',
  a: 'years',
};

/** Elements from which a dosage without a text can be written. */
const simple = {
  dosage: ['sequence', 'asNeededBoolean', 'route', 'timing', 'doseAndRate'],
  timing: ['repeat'],
  repeat: ['frequency', 'period', 'periodUnit'],
  doseAndRate: ['doseQuantity', 'type'],
};

const hasOnly = (value: object | undefined, names: readonly string[]): boolean =>
  Object.keys(value ?? {}).every((name) => names.includes(name));

/** Writes a structured dosage as a text; undefined if an element of it would be missing in the text. */
function describeDosage(given: Dosage, context: MappingContext): string | undefined {
  const { timing, doseAndRate = [], route, asNeededBoolean } = given;
  const { frequency, period: span, periodUnit } = timing?.repeat ?? {};
  const dose = doseAndRate[0]?.doseQuantity;
  const isSimple =
    hasOnly(given, simple.dosage) &&
    hasOnly(timing, simple.timing) &&
    hasOnly(timing?.repeat, simple.repeat) &&
    (timing?.repeat === undefined || (frequency !== undefined && span !== undefined && units[periodUnit ?? ''])) &&
    doseAndRate.length <= 1 &&
    hasOnly(doseAndRate[0], simple.doseAndRate) &&
    dose?.comparator === undefined &&
    (doseAndRate[0] === undefined || dose?.value !== undefined);
  if (!isSimple) return undefined;
  const parts = [
    dose?.value === undefined
      ? undefined
      : [`dose ${dose.value}`, dose.unit ?? dose.code].filter((part) => part !== undefined).join(' '),
    frequency === undefined ? undefined : `${frequency} × every ${span} ${units[periodUnit ?? '']}`,
    toLabel(route, 500, 'dosageInstruction.route', context) ?? undefined,
    asNeededBoolean ? 'as needed' : undefined,
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(', ') : undefined;
}

function toDosage(dosages: readonly Dosage[] = [], context: MappingContext): string | null {
  const ordered = [...dosages].sort((one, other) => (one.sequence ?? 0) - (other.sequence ?? 0));
  const texts = ordered.flatMap((given) => {
    const written = given.text ?? describeDosage(given, context);
    for (const name of ['timing', 'doseAndRate', 'route', 'asNeededBoolean'] as const) {
      if (given.text !== undefined)
        leaveOutIfPresent(given[name], `dosageInstruction.${name}`, 'the text is kept', context);
      else if (written === undefined)
        leaveOutIfPresent(given[name], `dosageInstruction.${name}`, 'has no text and is not simple', context);
    }
    return written ?? [];
  });
  return fitText(texts.join('\n'), 2000, 'dosageInstruction.text', context);
}

const reaction = z.looseObject({
  manifestation: z.array(concept).optional(),
  description: text.optional(),
  severity: text.optional(),
  note: z.array(annotation).optional(),
});

/** The number of signs that the API returns. */
const maximumReactions = 50;

function toReactions(reactions: readonly z.infer<typeof reaction>[] = [], context: MappingContext) {
  const kept = reactions.flatMap(({ manifestation = [], description, severity }) => {
    const known = reactionSeverities.find((candidate) => candidate === severity) ?? null;
    if (known === null) leaveOutIfPresent(severity, 'reaction.severity', 'not a code of FHIR R4', context);
    const signs = manifestation.flatMap((sign): AllergyReaction[] => {
      const { display, ...coding } = toCoding(sign, 'reaction.manifestation', context);
      return display === null ? [] : [{ ...coding, display, severity: known }];
    });
    if (signs.length > 0) {
      leaveOutIfPresent(description, 'reaction.description', 'the manifestations are kept', context);
      return signs;
    }
    const display = fitText(description, 500, 'reaction.description', context);
    if (display !== null) return [{ system: null, code: null, display, severity: known }];
    leaveOutIfPresent(severity, 'reaction.severity', 'without a manifestation', context);
    return [];
  });
  leaveOutOthers(kept.length, maximumReactions, 'reaction', `${maximumReactions} are kept`, context);
  return kept.length > 0 ? kept.slice(0, maximumReactions) : null;
}

export const allergyMapping = defineMapping({
  schema: z.looseObject({
    ...entry,
    ...onset,
    patient: reference.optional(),
    criticality: text.optional(),
    reaction: z.array(reaction).optional(),
  }),
  toRows({ id, patient, code, note = [], ...allergy }, context) {
    const { onsetDateTime, onsetPeriod } = allergy;
    const clinicalStatus = modifiers['AllergyIntolerance.clinicalStatus'].read(allergy.clinicalStatus);
    const verification = modifiers['AllergyIntolerance.verificationStatus'].read(allergy.verificationStatus);
    const criticality = criticalities.find((candidate) => candidate === allergy.criticality) ?? null;
    if (criticality === null) leaveOutIfPresent(allergy.criticality, 'criticality', 'not a code of FHIR R4', context);
    return toEntryRows('allergy', {
      id: context.toRowId('AllergyIntolerance', id),
      patient_id: requireRow(patient, 'Patient', 'patient', context),
      ...requireCoding(code, 'code', 'no code', context),
      ...toPastDateColumns(
        onsetDateTime ?? onsetPeriod?.start,
        onsetDateTime ? 'onsetDateTime' : 'onsetPeriod.start',
        context,
      ),
      ...toDateColumns('end_date', undefined, '', context),
      status: toKnownCode(clinicalStatus, medicalHistoryStatuses.allergy, 'clinicalStatus', context),
      verification_status: toKnownCode(verification, verificationStatuses.allergy, 'verificationStatus', context),
      criticality,
      reaction: toReactions(allergy.reaction, context),
      note: toNote([...note, ...(allergy.reaction ?? []).flatMap((one) => one.note ?? [])], context),
    });
  },
});

export const medicationMapping = defineMapping({
  schema: z.looseObject({ ...base, code: concept.optional() }),
  toRows: () => [],
  toContent: ({ code }) => ({ code }),
});
