import { createHash } from 'node:crypto';
import type { Concept, Resource } from '../fhir.js';
import { deriveUuid, toRowId } from '../identifiers.js';
import {
  dropIfTooLong,
  type MappedRow,
  type MappingContext,
  MappingError,
  requireCoding,
  requireRow,
  toCoding,
  toIsoInstant,
  truncateText,
} from './common.js';

type Observation = Resource<'Observation'>;
type Findings = Pick<Observation, 'valueQuantity' | 'interpretation' | 'referenceRange'> & Record<string, unknown>;
type Quantity = NonNullable<Observation['valueQuantity']>;

const formatQuantity = ({ value, unit, code }: Quantity = {}): string =>
  [value, unit ?? code].filter((part) => part !== undefined).join(' ');

/** The API's clients get nothing beyond as a number. */
const largestMeasure = 1e15;

const toLimit = (quantity: Quantity | undefined): number | null =>
  quantity?.value !== undefined && Math.abs(quantity.value) <= largestMeasure ? quantity.value : null;

/** The value of an observation or a component, in the forms that results have: a quantity, a coded one, or text. */
function toValue(findings: Observation, context: MappingContext): unknown {
  const { valueQuantity: quantity, valueCodeableConcept: concept } = findings;
  if (quantity?.value !== undefined) {
    const isMeasure = Math.abs(quantity.value) <= largestMeasure;
    return isMeasure
      ? { value: quantity.value, unit: dropIfTooLong(quantity.unit ?? quantity.code, 50, context) }
      : formatQuantity(quantity);
  }
  if (concept !== undefined) {
    const coding = toCoding(concept, context);
    return coding.display === null ? null : coding;
  }
  const range =
    findings.valueRange && `${formatQuantity(findings.valueRange.low)} – ${formatQuantity(findings.valueRange.high)}`;
  const ratio =
    findings.valueRatio &&
    `${formatQuantity(findings.valueRatio.numerator)} : ${formatQuantity(findings.valueRatio.denominator)}`;
  const period = findings.valuePeriod && `${findings.valuePeriod.start ?? ''} – ${findings.valuePeriod.end ?? ''}`;
  const text =
    findings.valueString ??
    findings.valueBoolean?.toString() ??
    findings.valueInteger?.toString() ??
    findings.valueDateTime ??
    findings.valueTime ??
    range ??
    ratio ??
    period;
  return truncateText(text, 5000, context);
}

function toReferenceRange({ referenceRange }: Findings, context: MappingContext) {
  const [range] = referenceRange ?? [];
  if (range === undefined) return null;
  return {
    low: toLimit(range.low),
    high: toLimit(range.high),
    unit: dropIfTooLong(range.low?.unit ?? range.high?.unit, 50, context),
    text: truncateText(range.text, 500, context),
  };
}

function toInterpretation({ interpretation }: Findings, context: MappingContext): string | null {
  const [concept] = interpretation ?? [];
  return truncateText(concept?.coding?.[0]?.code ?? concept?.text, 50, context);
}

/** DiagnosticReport has two statuses that Observation lacks. */
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

/** What all rows of an observation or a report share. */
function toSharedValues(resource: Observation | Resource<'DiagnosticReport'>, context: MappingContext) {
  const effectiveAt = toIsoInstant(
    resource.effectiveDateTime ?? resource.effectivePeriod?.start ?? resource.effectiveInstant ?? resource.issued,
  );
  if (effectiveAt === null) throw new MappingError('effectiveDateTime', 'is missing');
  const status = statuses.get(resource.status);
  if (status === undefined) throw new MappingError('status', 'is none of FHIR’s');
  return {
    patient_id: requireRow(resource.subject, 'Patient', 'subject', context),
    reservation_id: context.findRequiredRow(resource.encounter, 'Encounter') ?? null,
    medic_id:
      resource.performer?.map((performer) => context.findRow(performer, 'Practitioner')).find((row) => row) ?? null,
    effective_at: effectiveAt,
    status,
  };
}

function toFindingRow(
  id: string,
  code: Concept,
  findings: Findings,
  shared: object,
  context: MappingContext,
): MappedRow {
  return {
    table: 'exam_results',
    values: {
      id,
      ...shared,
      ...requireCoding(code, 'code', context),
      // A component's value[x] has the shapes of an observation's.
      value: toValue(findings as unknown as Observation, context),
      reference_range: toReferenceRange(findings, context),
      interpretation: toInterpretation(findings, context),
    },
  };
}

/** One row for the observation and one for each component; a panel without a value of its own has only those. */
export function mapObservation(observation: Observation, context: MappingContext): MappedRow[] {
  const id = toRowId('Observation', observation.id);
  const shared = toSharedValues(observation, context);
  const components = (observation.component ?? []).map((component, index) =>
    toFindingRow(deriveUuid(`${id}#${index}`), component.code, component, shared, context),
  );
  const hasValue = Object.keys(observation).some((key) => key.startsWith('value'));
  if (components.length > 0 && !hasValue) return components;
  return [toFindingRow(id, observation.code, observation, shared, context), ...components];
}

/** A report is a result too: its conclusion, or else what it brings together. */
export function mapDiagnosticReport(report: Resource<'DiagnosticReport'>, context: MappingContext): MappedRow[] {
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
}

const isText = (contentType: string | undefined): boolean => /^text\/plain\b/i.test(contentType ?? '');

/** Why a document is not loaded; undefined for one that is. */
export function findDocumentRefusal({ status, content }: Resource<'DocumentReference'>): string | undefined {
  const attachment = content[0]?.attachment;
  if (status === 'entered-in-error') return 'status entered-in-error';
  if (attachment?.data === undefined) return 'an attachment that is elsewhere';
  return isText(attachment.contentType) ? undefined : 'an attachment that is no plain text';
}

export function mapDocument(document: Resource<'DocumentReference'>, context: MappingContext): MappedRow[] {
  const id = toRowId('DocumentReference', document.id);
  const attachment = document.content[0]?.attachment;
  const bytes = Buffer.from(attachment?.data ?? '', 'base64');
  const patientId = requireRow(document.subject, 'Patient', 'subject', context);
  return [
    {
      table: 'files',
      values: {
        id,
        patient_id: patientId,
        file_name: truncateText(attachment?.title ?? document.description, 255, context) ?? 'document.txt',
        content_type: 'text/plain',
        size_bytes: bytes.byteLength,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        category: 'medical-history',
        status: 'available',
        object_key: `fhir/${id}`,
      },
    },
    { table: 'file_texts', values: { id, patient_id: patientId, text: bytes.toString('utf8').replaceAll('\0', '') } },
  ];
}
