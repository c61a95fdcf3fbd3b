import * as z from 'zod';
import { comparators } from '../../../db/schema/index.js';
import { toComponentId, toReportFileId } from '../identifiers.js';
import {
  dropIfTooLong,
  fitText,
  fitValue,
  getLabel,
  joinNotes,
  leaveOutIfPresent,
  leaveOutOthers,
  parseDate,
  requireCoding,
  requireRow,
  toCoding,
  toLabel,
} from './columns.js';
import {
  annotation,
  attachment,
  base,
  type Concept,
  concept,
  date,
  period,
  type Quantity,
  quantity,
  type Reference,
  reference,
  text,
} from './data-types.js';
import { toStartOfDay } from './days.js';
import { isPlainText, readText, toFileRows } from './documents.js';
import { defineMapping, type MappedRow, type MappingContext, NotKeptError } from './mapping.js';
import { modifiers } from './modifiers.js';

const referenceRange = z.looseObject({
  low: quantity.optional(),
  high: quantity.optional(),
  type: concept.optional(),
  appliesTo: z.array(concept).optional(),
  age: z.unknown().optional(),
  text: text.optional(),
});
type ReferenceRange = z.infer<typeof referenceRange>;

/** Elements shared by Observation and its components. */
const finding = {
  valueQuantity: quantity.optional(),
  valueCodeableConcept: concept.optional(),
  valueString: z.string().optional(),
  valueBoolean: z.boolean().optional(),
  valueInteger: z.number().optional(),
  valueDateTime: date.optional(),
  valueTime: text.optional(),
  valueRange: z.looseObject({ low: quantity.optional(), high: quantity.optional() }).optional(),
  valueRatio: z.looseObject({ numerator: quantity.optional(), denominator: quantity.optional() }).optional(),
  valuePeriod: period.optional(),
  dataAbsentReason: concept.optional(),
  interpretation: z.array(concept).optional(),
  referenceRange: z.array(referenceRange).optional(),
};
const component = z.looseObject({ ...finding, code: concept.optional() });
type Finding = z.infer<typeof component>;

/** Elements shared by Observation and DiagnosticReport. */
const result = {
  ...base,
  status: text.optional(),
  code: concept.optional(),
  subject: reference.optional(),
  encounter: reference.optional(),
  performer: z.array(reference).optional(),
  effectiveDateTime: date.optional(),
  effectivePeriod: period.optional(),
  effectiveInstant: date.optional(),
  issued: date.optional(),
};
const resultSchema = z.looseObject(result);

/** Where a finding is, and what it shares with its neighbors. */
interface Place {
  /** `component.` for components. */
  readonly prefix: string;
  readonly subject: Reference | undefined;
  readonly shared: object;
  readonly note: string | null;
}

/** Becomes one row, and one for each component; a panel without anything of its own becomes its components only. */
export const observationMapping = defineMapping({
  schema: z.looseObject({
    ...result,
    ...finding,
    component: z.array(component).optional(),
    note: z.array(annotation).optional(),
  }),
  toRows(observation, context) {
    const { subject, component: parts = [] } = observation;
    const id = context.toRowId('Observation', observation.id);
    const shared = toSharedValues(observation, modifiers['Observation.status'].read(observation.status), context);
    const note = fitText(joinNotes(observation.note), 5000, 'note', context);
    const components = parts.map((part, index) =>
      toFindingRow(toComponentId(id, index), part, { prefix: 'component.', subject, shared, note: null }, context),
    );
    const own = Object.keys(observation).some((key) => key.startsWith('value'));
    const { dataAbsentReason, interpretation, referenceRange: ranges } = observation;
    const isPanel =
      !own && note === null && [dataAbsentReason, interpretation, ranges].every((one) => one === undefined);
    if (components.length > 0 && isPanel) {
      leaveOutIfPresent(observation.code, 'code', 'a panel is kept as its components', context);
      return components;
    }
    return [toFindingRow(id, observation, { prefix: '', subject, shared, note }, context), ...components];
  },
});

/** The text column of results. */
const maximumText = 5000;

/** A report becomes a result whose value is what it says, or else the names of its results. */
export const diagnosticReportMapping = defineMapping({
  schema: z.looseObject({
    ...result,
    conclusion: z.string().optional(),
    conclusionCode: z.array(concept).optional(),
    presentedForm: z.array(attachment).optional(),
    result: z.array(reference).optional(),
  }),
  toRows(report, context) {
    const id = context.toRowId('DiagnosticReport', report.id);
    const shared = toSharedValues(report, modifiers['DiagnosticReport.status'].read(report.status), context);
    const forms = report.presentedForm ?? [];
    const form = forms.find(isPlainText);
    leaveOutOthers(
      forms.length,
      form === undefined ? 0 : 1,
      'presentedForm',
      'only inline plain text is kept',
      context,
    );
    const presented = form && readText(form, 'presentedForm', context).text;
    const isValue = report.conclusion === undefined && presented !== undefined && presented.length <= maximumText;
    const conclusions = (report.conclusionCode ?? []).flatMap(
      (code) => toLabel(code, 500, 'conclusionCode', context) ?? [],
    );
    const statements = [report.conclusion ?? (isValue ? presented : undefined), ...conclusions].filter(
      (statement) => statement !== undefined,
    );
    const names = (report.result ?? []).flatMap(({ display }) => display ?? []);
    if (statements.length > 0) leaveOutIfPresent(names, 'result.display', 'the conclusion is kept', context);
    const value = statements.length > 0 ? statements.join('\n\n') : names.join('; ');
    if (isValue) leaveOutIfPresent(form?.title, 'presentedForm.title', 'the text is kept as the value', context);
    return [
      {
        table: 'exam_results',
        values: {
          id,
          ...shared,
          ...requireCoding(report.code, 'code', 'no code', context),
          value: fitValue(
            value,
            maximumText,
            report.conclusion === undefined ? 'presentedForm' : 'conclusion',
            context,
          ),
          data_absent_reason: null,
          reference_range: null,
          interpretation: null,
          note: null,
        },
      },
      ...(form !== undefined && !isValue
        ? toFileRows(
            { id: toReportFileId(id), patientId: shared.patient_id, form, category: 'exam-result' },
            'presentedForm',
            context,
          )
        : []),
    ];
  },
});

/** A day is a day in the clinic's zone; an instant is one anywhere. */
function toEffectiveColumns(resource: z.infer<typeof resultSchema>, context: MappingContext) {
  const { effectiveDateTime, effectivePeriod, effectiveInstant, issued } = resource;
  const effective = effectiveDateTime ?? effectivePeriod?.start ?? effectiveInstant;
  if (effective !== undefined) leaveOutIfPresent(issued, 'issued', 'the effective time is kept', context);
  const given = effective ?? issued;
  if (given === undefined) throw new NotKeptError('no effective time');
  const { day, precision, hasTime } = parseDate(given);
  return hasTime
    ? { effective_at: new Date(given).toISOString(), effective_precision: 'time', effective_date: null }
    : {
        effective_at: toStartOfDay(day, context.timeZone).toISOString(),
        effective_precision: precision,
        effective_date: day,
      };
}

function toSharedValues(resource: z.infer<typeof resultSchema>, status: string | undefined, context: MappingContext) {
  if (status === undefined) throw new NotKeptError('no known status');
  const { subject, encounter, performer = [] } = resource;
  const effective = toEffectiveColumns(resource, context);
  const reservationId = context.findRow(encounter, 'Encounter');
  if (reservationId === undefined) leaveOutIfPresent(encounter, 'encounter', 'not in the records', context);
  const medics = performer.flatMap((one) => context.findRow(one, 'Practitioner') ?? []);
  leaveOutOthers(performer.length, medics.length > 0 ? 1 : 0, 'performer', 'one medic is kept', context);
  return {
    patient_id: requireRow(subject, 'Patient', 'subject', context),
    reservation_id: reservationId ?? null,
    medic_id: medics[0] ?? null,
    ...effective,
    status,
  };
}

function toFindingRow(
  id: string,
  found: Finding,
  { prefix, subject, shared, note }: Place,
  context: MappingContext,
): MappedRow {
  const value = toValue(found, prefix, context);
  return {
    table: 'exam_results',
    values: {
      id,
      ...shared,
      ...requireCoding(found.code, `${prefix}code`, 'no code', context),
      value,
      data_absent_reason: toAbsentReason(found.dataAbsentReason, `${prefix}dataAbsentReason`, context),
      reference_range: toReferenceRange(found.referenceRange, `${prefix}referenceRange`, subject, context),
      interpretation: toInterpretation(found.interpretation, `${prefix}interpretation`, context),
      note,
    },
  };
}

function toAbsentReason(reason: Concept | undefined, element: string, context: MappingContext): string | null {
  const label = toLabel(reason, 200, element, context);
  const code = reason?.coding?.find((coding) => coding.code !== undefined)?.code;
  if (code !== label) leaveOutIfPresent(code, `${element}.coding.code`, 'the text is kept', context);
  return label;
}

const formatQuantity = ({ value, comparator, unit, code }: Quantity = {}): string =>
  [`${modifiers['Quantity.comparator'].read(comparator) ?? ''}${value ?? ''}`, unit ?? code]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');

/** Larger numbers are kept as text: the API returns none of them as a number. */
const largestMeasure = 1e15;
const longestUnit = 50;

/** Checks that a quantity is a number in a unit that fits. Without its unit, or its comparator, a number would be wrong. */
const isMeasure = ({ value, unit, code, comparator }: Quantity): boolean =>
  value !== undefined &&
  Math.abs(value) <= largestMeasure &&
  (unit ?? code ?? '').length <= longestUnit &&
  (comparator === undefined || comparators.some((known) => known === comparator));

/** Converts a value[x] to one of the forms of a result: quantity, coding or text. */
function toValue(found: Finding, prefix: string, context: MappingContext): unknown {
  const { valueQuantity: measured, valueCodeableConcept: coded } = found;
  if (measured !== undefined) {
    const { value, unit, code } = measured;
    if (value === undefined) {
      context.leaveOut(`${prefix}valueQuantity`, 'without a number');
      return null;
    }
    if (!isMeasure(measured)) return fitText(formatQuantity(measured), maximumText, `${prefix}valueQuantity`, context);
    const comparator = modifiers['Quantity.comparator'].read(measured.comparator);
    return {
      value,
      unit: fitText(unit ?? code, longestUnit, `${prefix}valueQuantity.unit`, context),
      ...(comparator !== undefined && { comparator }),
    };
  }
  if (coded !== undefined) {
    const coding = toCoding(coded, `${prefix}valueCodeableConcept`, context);
    return coding.display === null ? null : coding;
  }
  const { valueRange: range, valueRatio: ratio, valuePeriod: span } = found;
  const value =
    found.valueString ??
    found.valueBoolean?.toString() ??
    found.valueInteger?.toString() ??
    found.valueDateTime ??
    found.valueTime ??
    (range && `${formatQuantity(range.low)} – ${formatQuantity(range.high)}`) ??
    (ratio && `${formatQuantity(ratio.numerator)} : ${formatQuantity(ratio.denominator)}`) ??
    (span && `${span.start ?? ''} – ${span.end ?? ''}`);
  return value === undefined ? null : fitValue(value, maximumText, `${prefix}valueString`, context);
}

/** Names of the sexes in ranges: SNOMED CT, HL7 v2 and administrative gender, and words. */
const sexes: Readonly<Record<string, string>> = {
  '248153007': 'male',
  '248152002': 'female',
  '10052007': 'male',
  '1086007': 'female',
  M: 'male',
  F: 'female',
  male: 'male',
  female: 'female',
  men: 'male',
  women: 'female',
  man: 'male',
  woman: 'female',
};

function findSex(population: Concept): string | undefined {
  const words = [population.text, ...(population.coding ?? []).flatMap(({ code, display }) => [code, display])];
  return words.flatMap((word) => sexes[word ?? ''] ?? sexes[word?.trim().toLowerCase() ?? ''] ?? [])[0];
}

/** Returns the reason if a range is not the normal one for this patient, or if that can't be told. */
function findRangeFault({ type, appliesTo = [], age }: ReferenceRange, gender: string | undefined): string | undefined {
  const codes = type?.coding?.flatMap(({ code }) => code ?? []) ?? [];
  const isNormal = type === undefined || codes.includes('normal') || /^normal/i.test(getLabel(type) ?? '');
  if (!isNormal) return 'not the normal range';
  if (age !== undefined) return 'for patients of a certain age';
  return appliesTo.every((population) => gender !== undefined && findSex(population) === gender)
    ? undefined
    : 'not known to apply to this patient';
}

const toLimit = (limit: Quantity | undefined): number | null => limit?.value ?? null;

function toReferenceRange(
  ranges: readonly ReferenceRange[] = [],
  element: string,
  subject: Reference | undefined,
  context: MappingContext,
) {
  const gender = ranges.some(({ appliesTo }) => appliesTo !== undefined) ? context.findGender(subject) : undefined;
  const applying = ranges.filter((range) => {
    const fault = findRangeFault(range, gender);
    if (fault !== undefined) context.leaveOut(element, fault);
    return fault === undefined;
  });
  leaveOutOthers(applying.length, 1, element, 'one range is kept', context);
  const [range] = applying;
  if (range === undefined) return null;
  const { low, high } = range;
  const limits = [low, high].filter((limit) => limit !== undefined);
  const [unit, ...otherUnits] = new Set(limits.map((limit) => limit.unit ?? limit.code));
  const isMeasured = limits.every((limit) => isMeasure(limit) && limit.comparator === undefined);
  if (isMeasured && otherUnits.length === 0) {
    return {
      low: toLimit(low),
      high: toLimit(high),
      unit: fitText(unit, longestUnit, `${element}.low.unit`, context),
      text: fitText(range.text, 500, `${element}.text`, context),
    };
  }
  const written = [range.text, `${formatQuantity(low)} – ${formatQuantity(high)}`];
  return {
    low: null,
    high: null,
    unit: null,
    text: fitText(written.filter((part) => part !== undefined).join('; '), 500, `${element}.text`, context),
  };
}

function toInterpretation(interpretations: readonly Concept[] = [], element: string, context: MappingContext) {
  leaveOutOthers(interpretations.length, 1, element, 'only the first is kept', context);
  const [interpretation] = interpretations;
  const code = interpretation?.coding?.find(({ code }) => code !== undefined)?.code;
  if (code !== undefined) {
    leaveOutOthers(interpretation?.coding?.length ?? 0, 1, `${element}.coding`, 'one coding is kept', context);
    leaveOutIfPresent(interpretation?.text, `${element}.text`, 'the code is kept', context);
  }
  return dropIfTooLong(code ?? getLabel(interpretation), 50, element, context);
}
