import * as z from 'zod';
import { deriveUuid, toRowId } from '../identifiers.js';
import { dropIfTooLong, requireCoding, requireRow, toCoding, toIsoInstant, truncateText } from './columns.js';
import {
  base,
  type Concept,
  concept,
  date,
  instant,
  period,
  type Quantity,
  quantity,
  reference,
  text,
} from './data-types.js';
import { defineMapping, type MappedRow, type MappingContext, MappingError } from './mapping.js';

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
  interpretation: z.array(concept).optional(),
  referenceRange: z
    .array(z.looseObject({ low: quantity.optional(), high: quantity.optional(), text: text.optional() }))
    .optional(),
};
const component = z.looseObject({ ...finding, code: concept });
type Finding = z.infer<typeof component>;

/** Elements shared by Observation and DiagnosticReport. */
const result = {
  ...base,
  status: text,
  code: concept,
  subject: reference,
  encounter: reference.optional(),
  performer: z.array(reference).optional(),
  effectiveDateTime: instant.optional(),
  effectivePeriod: period.optional(),
  effectiveInstant: instant.optional(),
  issued: instant.optional(),
};
const resultSchema = z.looseObject(result);

/** Becomes one row, and one for each component; a panel without a value of its own becomes its components only. */
export const observationMapping = defineMapping({
  schema: z.looseObject({ ...result, ...finding, component: z.array(component).optional() }),
  toRows(observation, context) {
    const id = toRowId('Observation', observation.id);
    const shared = toSharedValues(observation, context);
    const components = (observation.component ?? []).map((part, index) =>
      toFindingRow(deriveUuid(`${id}#${index}`), part, shared, context),
    );
    const hasValue = Object.keys(observation).some((key) => key.startsWith('value'));
    if (components.length > 0 && !hasValue) return components;
    return [toFindingRow(id, observation, shared, context), ...components];
  },
});

/** A report becomes a result whose value is its conclusion, or else the names of its results. */
export const diagnosticReportMapping = defineMapping({
  schema: z.looseObject({ ...result, conclusion: z.string().optional(), result: z.array(reference).optional() }),
  toRows(report, context) {
    const parts = (report.result ?? []).flatMap(({ display }) => display ?? []);
    return [
      {
        table: 'exam_results',
        values: {
          id: toRowId('DiagnosticReport', report.id),
          ...toSharedValues(report, context),
          ...requireCoding(report.code, 'code', context),
          value: truncateText(report.conclusion ?? (parts.length > 0 ? parts.join('; ') : undefined), 5000, context),
          reference_range: null,
          interpretation: null,
        },
      },
    ];
  },
});

/** ObservationStatus or DiagnosticReportStatus → status of the result. */
const statuses = new Map(
  Object.entries({
    registered: 'registered',
    preliminary: 'preliminary',
    partial: 'preliminary',
    final: 'final',
    amended: 'amended',
    appended: 'amended',
    corrected: 'corrected',
    cancelled: 'cancelled',
    'entered-in-error': 'entered-in-error',
    unknown: 'unknown',
  }),
);

function toSharedValues(resource: z.infer<typeof resultSchema>, context: MappingContext) {
  const effectiveAt = toIsoInstant(
    resource.effectiveDateTime ?? resource.effectivePeriod?.start ?? resource.effectiveInstant ?? resource.issued,
  );
  if (effectiveAt === null) throw new MappingError('effectiveDateTime', 'is missing');
  const status = statuses.get(resource.status);
  if (status === undefined) throw new MappingError('status', 'is not a status of FHIR R4');
  return {
    patient_id: requireRow(resource.subject, 'Patient', 'subject', context),
    reservation_id: context.findRequiredRow(resource.encounter, 'Encounter') ?? null,
    medic_id:
      resource.performer?.map((performer) => context.findRow(performer, 'Practitioner')).find((row) => row) ?? null,
    effective_at: effectiveAt,
    status,
  };
}

function toFindingRow(id: string, found: Finding, shared: object, context: MappingContext): MappedRow {
  return {
    table: 'exam_results',
    values: {
      id,
      ...shared,
      ...requireCoding(found.code, 'code', context),
      value: toValue(found, context),
      reference_range: toReferenceRange(found, context),
      interpretation: toInterpretation(found.interpretation, context),
    },
  };
}

const formatQuantity = ({ value, unit, code }: Quantity = {}): string =>
  [value, unit ?? code].filter((part) => part !== undefined).join(' ');

/** Larger numbers are kept as text: the API returns none of them as a number. */
const largestMeasure = 1e15;

const isMeasure = (value: number | undefined): value is number =>
  value !== undefined && Math.abs(value) <= largestMeasure;

const toLimit = (limit: Quantity | undefined): number | null => (isMeasure(limit?.value) ? limit.value : null);

/** Converts a value[x] to one of the forms of a result: quantity, coding or text. */
function toValue(found: Finding, context: MappingContext): unknown {
  const { valueQuantity: measured, valueCodeableConcept: coded } = found;
  if (measured?.value !== undefined) {
    return isMeasure(measured.value)
      ? { value: measured.value, unit: dropIfTooLong(measured.unit ?? measured.code, 50, context) }
      : formatQuantity(measured);
  }
  if (coded !== undefined) {
    const coding = toCoding(coded, context);
    return coding.display === null ? null : coding;
  }
  const { valueRange: range, valueRatio: ratio, valuePeriod: span } = found;
  const text =
    found.valueString ??
    found.valueBoolean?.toString() ??
    found.valueInteger?.toString() ??
    found.valueDateTime ??
    found.valueTime ??
    (range && `${formatQuantity(range.low)} – ${formatQuantity(range.high)}`) ??
    (ratio && `${formatQuantity(ratio.numerator)} : ${formatQuantity(ratio.denominator)}`) ??
    (span && `${span.start ?? ''} – ${span.end ?? ''}`);
  return truncateText(text, 5000, context);
}

function toReferenceRange({ referenceRange }: Finding, context: MappingContext) {
  const [range] = referenceRange ?? [];
  if (range === undefined) return null;
  return {
    low: toLimit(range.low),
    high: toLimit(range.high),
    unit: dropIfTooLong(range.low?.unit ?? range.high?.unit, 50, context),
    text: truncateText(range.text, 500, context),
  };
}

function toInterpretation([interpretation]: readonly Concept[] = [], context: MappingContext): string | null {
  return truncateText(interpretation?.coding?.[0]?.code ?? interpretation?.text, 50, context);
}
