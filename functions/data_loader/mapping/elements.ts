import type { MappingContext } from './mapping.js';

const within = (path: string, ...elements: readonly string[]): string[] =>
  elements.map((element) => `${path}.${element}`);

/** A concept that is kept as a coding. */
const coded = (path: string): string[] => within(path, 'text', 'coding.system', 'coding.code', 'coding.display');
/** A concept that is kept by its label. */
const labeled = (path: string): string[] => within(path, 'text', 'coding.display');
/** A concept of a fixed value set, whose code says everything. */
const fixed = (path: string): string[] => within(path, 'coding.system', 'coding.code', 'coding.display');

const patient = (path: string): string[] => within(path, 'reference');
const period = (path: string): string[] => within(path, 'start', 'end');
const notes = within('note', 'text');
const quantity = (path: string): string[] => within(path, 'value', 'unit', 'comparator');

const name = within('name', 'use', 'text', 'family', 'given');
const telecom = within('telecom', 'system', 'value');
const address = within('address', 'text', 'line', 'city', 'state', 'postalCode', 'country');
const attachment = (path: string): string[] => within(path, 'contentType', 'data', 'title');

const finding = (prefix: string): string[] =>
  [
    ...quantity('valueQuantity'),
    ...coded('valueCodeableConcept'),
    'valueString',
    'valueBoolean',
    'valueInteger',
    'valueDateTime',
    'valueTime',
    ...quantity('valueRange.low'),
    ...quantity('valueRange.high'),
    ...quantity('valueRatio.numerator'),
    ...quantity('valueRatio.denominator'),
    ...period('valuePeriod'),
    ...labeled('dataAbsentReason'),
    ...within('dataAbsentReason', 'coding.code'),
    ...fixed('interpretation'),
    ...within('interpretation', 'text'),
    ...within('referenceRange', 'text', 'appliesTo'),
    ...within('referenceRange', ...fixed('type')),
    ...within('referenceRange', ...quantity('low'), ...quantity('high')),
  ].map((element) => prefix + element);

const result = [
  'status',
  ...coded('code'),
  ...patient('subject'),
  'encounter.reference',
  'performer.reference',
  'effectiveDateTime',
  'effectiveInstant',
  'effectivePeriod.start',
  'issued',
];

/**
 * The elements that are kept, by type, as paths without indexes; a path keeps all that is below it. Whatever else a
 * resource contains is counted as left out. Values that only some resources lose, such as a second phone number, are left
 * out by the mappings.
 */
export const keptElements: Readonly<Record<string, readonly string[]>> = {
  Patient: [
    'active',
    ...name,
    ...within('identifier', 'use', 'system', 'value', 'type.coding.code'),
    ...telecom,
    ...address,
    'birthDate',
    'gender',
  ],
  Practitioner: ['active', ...name, ...within('identifier', 'value'), ...telecom, ...labeled('qualification.code')],
  PractitionerRole: [
    'active',
    ...period('period'),
    'practitioner.reference',
    ...within('organization', 'reference', 'display'),
    ...within('location', 'reference', 'display'),
    ...labeled('specialty'),
    ...within('availableTime', 'daysOfWeek', 'allDay', 'availableStartTime', 'availableEndTime'),
  ],
  ActivityDefinition: [
    'status',
    'name',
    'title',
    'description',
    'usage',
    ...labeled('topic'),
    ...within('timingDuration', 'value', 'unit', 'code'),
  ],
  Encounter: [
    'status',
    'class.code',
    ...labeled('type'),
    ...patient('subject'),
    'participant.individual.reference',
    ...period('period'),
    ...labeled('reasonCode'),
    'reasonReference.display',
  ],
  Appointment: [
    'status',
    ...labeled('serviceType'),
    ...labeled('appointmentType'),
    'description',
    ...labeled('reasonCode'),
    'reasonReference.display',
    'start',
    'end',
    'minutesDuration',
    'slot.reference',
    'comment',
    ...labeled('cancelationReason'),
    'participant.actor.reference',
  ],
  Condition: [
    ...fixed('clinicalStatus'),
    ...fixed('verificationStatus'),
    ...coded('code'),
    ...patient('subject'),
    'onsetDateTime',
    'onsetPeriod.start',
    'abatementDateTime',
    'abatementPeriod.end',
    ...notes,
  ],
  Procedure: [
    'status',
    ...coded('code'),
    ...patient('subject'),
    'performedDateTime',
    ...period('performedPeriod'),
    ...notes,
  ],
  MedicationRequest: [
    'status',
    ...coded('medicationCodeableConcept'),
    ...within('medicationReference', 'reference', 'display'),
    ...within('contained', 'id', ...coded('code')),
    ...patient('subject'),
    'authoredOn',
    'dispenseRequest.validityPeriod.end',
    ...within(
      'dosageInstruction',
      'sequence',
      'text',
      'asNeededBoolean',
      ...labeled('route'),
      ...within('timing.repeat', 'frequency', 'period', 'periodUnit'),
      ...within('doseAndRate.doseQuantity', 'value', 'unit'),
    ),
    ...notes,
  ],
  AllergyIntolerance: [
    ...fixed('clinicalStatus'),
    ...fixed('verificationStatus'),
    'criticality',
    ...coded('code'),
    ...patient('patient'),
    'onsetDateTime',
    'onsetPeriod.start',
    ...notes,
    ...within('reaction', ...coded('manifestation'), 'severity', 'description', ...notes),
  ],
  Observation: [...result, ...finding(''), ...coded('component.code'), ...finding('component.'), ...notes],
  DiagnosticReport: [
    ...result,
    'conclusion',
    ...labeled('conclusionCode'),
    'result.display',
    ...attachment('presentedForm'),
  ],
  DocumentReference: ['status', ...patient('subject'), 'description', ...attachment('content.attachment')],
};

/** Reasons other than that there is no column for an element. Keys are paths, with the type or without it. */
const reasons: Readonly<Record<string, string>> = {
  contained: 'contained resources are not records of their own',
  text: 'the narrative repeats the data',
  'Patient.deceasedBoolean': 'kept only as whether the patient is active',
  'Patient.deceasedDateTime': 'kept only as whether the patient is active',
  'Patient.link': 'kept only as whether the patient is active',
  'Patient.photo': 'pictures are not loaded',
  'telecom.use': 'decides which one is kept',
  'telecom.rank': 'decides which one is kept',
  'telecom.period': 'decides which one is kept',
  'address.use': 'decides which one is kept',
  'address.period': 'decides which one is kept',
  'MedicationRequest.intent': 'only orders and reported plans are kept',
};
const noPlace = 'no place for it';

interface Tree {
  readonly children: Map<string, Tree>;
  isKept: boolean;
}

function plant(paths: readonly string[]): Tree {
  const root: Tree = { children: new Map(), isKept: false };
  // The engine identifies a resource by its id, and its version by the time.
  for (const path of ['resourceType', 'id', 'meta.lastUpdated', ...paths]) {
    let node = root;
    for (const name of path.split('.')) {
      const child: Tree = node.children.get(name) ?? { children: new Map(), isKept: false };
      node.children.set(name, child);
      node = child;
    }
    node.isKept = true;
  }
  return root;
}

const trees = new Map(Object.entries(keptElements).map(([type, paths]) => [type, plant(paths)]));

/** Counts the elements of a resource that are not kept: the highest ones that contain nothing that is. */
export function leaveOutRest(type: string, resource: object, context: Pick<MappingContext, 'leaveOut'>): void {
  const visit = (value: unknown, tree: Tree, path: string): void => {
    if (tree.isKept || value === null || value === undefined) return;
    if (Array.isArray(value)) {
      for (const item of value) visit(item, tree, path);
      return;
    }
    if (typeof value !== 'object') {
      context.leaveOut(path, noPlace);
      return;
    }
    for (const [name, member] of Object.entries(value)) {
      const below = path === '' ? name : `${path}.${name}`;
      const child = tree.children.get(name);
      if (child !== undefined) visit(member, child, below);
      else if (member !== undefined && member !== null)
        context.leaveOut(below, reasons[`${type}.${below}`] ?? reasons[below] ?? noPlace);
    }
  };
  const tree = trees.get(type);
  if (tree !== undefined) visit(resource, tree, '');
}
