import { z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  acceptsNull,
  type DescribedSchema,
  type Document,
  findMismatches,
  listParts,
} from '../../test/support/document.js';
import { makeRecords, type Records } from '../../test/support/records.js';
import { createWholeApi, type WholeApi } from '../../test/support/whole-api.js';
import { describeApi } from './openapi.js';
import { isPermitted, patientFieldsByRole, type Role } from './permissions.js';

let api: WholeApi;
let document: Document;
beforeAll(async () => {
  api = await createWholeApi();
  // The library types a document more widely than this test reads it.
  document = describeApi([api.app]) as unknown as Document;
});
afterAll(() => api.close());

/** Removes what surrounds the type of a field. */
function unwrap(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return unwrap(schema.unwrap());
  }
  return schema instanceof z.ZodPipe ? unwrap(schema.in) : schema;
}

/** Returns the places where validation and the OpenAPI document disagree about null. */
function findDifferences(validator: z.ZodType, described: DescribedSchema, path: string): string[] {
  const inner = unwrap(validator);
  const here = validator.safeParse(null).success === acceptsNull(document, described) ? [] : [path];
  const parts = listParts(document, described);
  if (inner instanceof z.ZodArray) {
    const items = parts.find((part) => part.items)?.items ?? {};
    return [...here, ...findDifferences(inner.element as z.ZodType, items, `${path}/*`)];
  }
  if (inner instanceof z.ZodUnion) {
    const options = inner.options as z.ZodType[];
    // A union that the document describes as one type, such as a date or an instant.
    if (parts.length < options.length) return here;
    return [
      ...here,
      ...options.flatMap((option, index) => findDifferences(option, parts[index] ?? {}, `${path}|${index}`)),
    ];
  }
  if (!(inner instanceof z.ZodObject)) return here;
  const properties = parts.find((part) => part.properties)?.properties ?? {};
  const fields = Object.entries(inner.shape as Record<string, z.ZodType>);
  return [
    ...here,
    ...fields.flatMap(([name, field]) => findDifferences(field, properties[name] ?? {}, `${path}/${name}`)),
  ];
}

/** The JSON bodies of every operation: what validates them, and what describes them. */
const listBodies = () =>
  api.app.openAPIRegistry.definitions.flatMap((definition) => {
    if (definition.type !== 'route') return [];
    const { method, path, request, responses } = definition.route;
    const described = document.paths[path]?.[method];
    const contents = [
      { place: 'request', content: request?.body?.content, described: described?.requestBody?.content },
      ...Object.entries(responses).map(([status, response]) => ({
        place: status,
        content: 'content' in response ? response.content : undefined,
        described: described?.responses[status]?.content,
      })),
    ];
    return contents.flatMap(({ place, content = {}, described: media = {} }) =>
      Object.entries(content).flatMap(([mediaType, medium]) =>
        medium && 'schema' in medium && medium.schema instanceof z.ZodType
          ? [
              {
                path: `${method} ${path} ${place} `,
                validator: medium.schema,
                described: media[mediaType]?.schema ?? {},
              },
            ]
          : [],
      ),
    );
  });

/** The resources that a merge patch changes. */
const patched = ['/v1/patients/{id}', '/v1/medics/{id}', '/v1/exams/{id}', '/v1/reservations/{id}'] as const;

const recordOf = {
  '/v1/patients/{id}': 'patient',
  '/v1/medics/{id}': 'medic',
  '/v1/exams/{id}': 'exam',
  '/v1/reservations/{id}': 'reservation',
} as const satisfies Record<(typeof patched)[number], keyof Records>;

/** Values for every field of a resource that a client can clear, in the order in which they can be set. */
const filled = ({ subject }: Records): Record<(typeof patched)[number], readonly Record<string, unknown>[]> => ({
  '/v1/patients/{id}': [
    {
      nationalId: { type: 'SS', number: subject },
      identifiers: [{ system: null, type: 'MR', value: subject, use: 'usual' }],
      otherNames: [{ use: 'maiden', givenName: null, familyName: 'Rojas' }],
      email: 'pat@home.example',
      phone: '+12025550123',
      address: { line: ['1 Main St'], city: 'Boston', state: 'MA', postalCode: '02108', country: 'US' },
      medicalHistory: {
        conditions: [{ display: 'Asthma', code: '195967001', onsetDate: '2001' }],
        procedures: [{ display: 'Appendectomy' }],
        medications: [{ display: 'Salbutamol', dosage: 'As needed' }],
        allergies: [{ display: 'Penicillin', criticality: 'high', reaction: [{ display: 'Hives', severity: 'mild' }] }],
      },
      accountSubject: `${subject}-changed`,
      active: false,
    },
  ],
  '/v1/medics/{id}': [
    {
      specialty: 'Cardiology',
      department: 'North',
      email: 'medic@clinic.example',
      phone: '+12025550124',
      workingHours: [{ weekday: 1, from: '08:00', to: '12:00' }],
      accountSubject: `${subject}-medic`,
      active: false,
    },
  ],
  '/v1/exams/{id}': [{ description: 'A blood count.', preparationInstructions: 'Fast for 8 hours.', active: false }],
  '/v1/reservations/{id}': [
    { reason: 'Chest pain' },
    { endsAt: '2026-03-03T15:45:00.000Z', notes: 'Wheelchair' },
    { status: 'cancelled', cancellationReason: 'Ill' },
  ],
});

/** An edit that every role may make that can change the resource at all. */
const edits: Record<(typeof patched)[number], object> = {
  '/v1/patients/{id}': { phone: '+12025550123' },
  '/v1/medics/{id}': { department: 'North' },
  '/v1/exams/{id}': { durationMinutes: 45 },
  '/v1/reservations/{id}': { status: 'cancelled' },
};

/** Fields that a role can't set are refused whatever their value, so a client leaves them out. */
const isSettable = (template: string, role: Role, field: string): boolean => {
  if (template === '/v1/patients/{id}') return patientFieldsByRole[role]?.includes(field) ?? true;
  if (template !== '/v1/reservations/{id}') return true;
  if (field === 'reason') return isPermitted(role, 'reservation-reasons:write');
  // A patient's only change of the status is to cancel.
  return role === 'patient' ? field === 'cancellationReason' : true;
};

const isWritable = (template: string, role: Role): boolean =>
  role === 'admin' || template === '/v1/patients/{id}' || template === '/v1/reservations/{id}';

/** Sends a patch as an administrator, or as a medic, who alone can write a reservation's reason. */
async function change(path: string, patch: object) {
  const answer = await api.as('admin').patch(path, patch);
  return answer.status === 403 ? api.as('medic').patch(path, patch) : answer;
}

/** Makes a record with values in the fields that a client can clear, at least up to the named one. */
async function makeFilled(template: (typeof patched)[number], field?: string): Promise<string> {
  const records = await makeRecords(api);
  const path = template.replace('{id}', records[recordOf[template]]);
  const patches = filled(records)[template];
  const last = field === undefined ? patches.length - 1 : patches.findIndex((values) => field in values);
  for (const patch of patches.slice(0, last + 1)) {
    const { status, text } = await change(path, patch);
    if (status !== 200) throw new Error(text);
  }
  return path;
}

const getOperations = (template: string) => {
  const { get, patch } = document.paths[template] ?? {};
  const sent = patch?.requestBody?.content['application/merge-patch+json']?.schema;
  const read = get?.responses['200']?.content?.['application/json']?.schema;
  if (!sent || !read) throw new Error(template);
  const listFields = (schema: DescribedSchema) =>
    Object.entries(listParts(document, schema).find(({ properties }) => properties)?.properties ?? {});
  return { sent: listFields(sent), read: listFields(read) };
};

/** The places of a merge patch that accept null, as patches that set only them. */
function* listClearings(fields: readonly [string, DescribedSchema][]): Generator<{ pointer: string; patch: object }> {
  for (const [name, schema] of fields) {
    if (acceptsNull(document, schema)) yield { pointer: name, patch: { [name]: null } };
    const nested = listParts(document, schema).flatMap(({ properties = {} }) => Object.entries(properties));
    for (const { pointer, patch } of listClearings(nested)) {
      yield { pointer: `${name}/${pointer}`, patch: { [name]: patch } };
    }
  }
}

const getAt = (value: unknown, pointer: string): unknown =>
  pointer.split('/').reduce((found, name) => (found as Record<string, unknown> | null)?.[name], value);

describe('the OpenAPI document', () => {
  it('allows null exactly where the API accepts or returns it', () => {
    const bodies = listBodies();
    expect(bodies.length).toBeGreaterThan(100);
    expect(bodies.flatMap(({ path, validator, described }) => findDifferences(validator, described, path))).toEqual([]);
  });

  it('describes a merge patch for each resource that these tests cover, and no other', () => {
    const found = Object.entries(document.paths).flatMap(([path, methods]) => (methods.patch ? [path] : []));
    expect(found.sort()).toEqual([...patched, '/v1/patients/me'].sort());
  });

  it("describes a patch of one's own record as that of the same resource by its id", () => {
    expect(getOperations('/v1/patients/me')).toEqual(getOperations('/v1/patients/{id}'));
  });
});

describe.each(patched)('PATCH %s', (template) => {
  it('accepts the types of the fields as they are read', () => {
    const { sent, read } = getOperations(template);
    const types = new Map(read);
    const mismatches = sent.flatMap(([name, schema]) => {
      const source = types.get(name);
      return source ? findMismatches(document, source, schema, name) : [`${name}: can't be read`];
    });
    expect(mismatches).toEqual([]);
  });

  it('clears each field that accepts null', async () => {
    const clearings = [...listClearings(getOperations(template).sent)];
    expect(clearings.length).toBeGreaterThan(1);
    for (const { pointer, patch } of clearings) {
      const path = await makeFilled(template, pointer.split('/')[0]);
      const before = (await api.as('medic').get(path)).body;
      const { status, body, text } = await change(path, patch);
      expect([pointer, status, text]).toEqual([pointer, 200, text]);
      // A field with a default returns to it, and `endsAt` to the exam's duration.
      const now = getAt({ ...body, ...(await api.as('medic').get(path)).body }, pointer);
      const isCleared = now === null || now === undefined || (Array.isArray(now) && now.length === 0);
      expect([pointer, isCleared || now !== getAt(before, pointer)]).toEqual([pointer, true]);
    }
  });

  it('refuses null for each other field', async () => {
    const { sent } = getOperations(template);
    const required = sent.filter(([, schema]) => !acceptsNull(document, schema)).map(([name]) => name);
    expect(required.length).toBeGreaterThan(0);
    const path = await makeFilled(template);
    for (const name of required) {
      const { status, body } = await change(path, { [name]: null });
      expect([name, status, body.errors?.[0]?.pointer]).toEqual([name, 422, `/${name}`]);
    }
  });

  it.each(['admin', 'medic', 'staff', 'patient'] as const)(
    'accepts the resource as %s reads it, which changes nothing, and then with a field edited',
    async (role) => {
      const { sent } = getOperations(template);
      const known = new Set(sent.map(([name]) => name));
      const records = await makeRecords(api);
      const path = template.replace('{id}', records[recordOf[template]]);
      const client = api.as(role, records.subject);
      const { body, headers } = await client.get(path);
      const asRead = Object.fromEntries(
        Object.entries(body).filter(([name]) => known.has(name) && isSettable(template, role, name)),
      );
      expect(Object.keys(asRead).length).toBeGreaterThan(0);
      const same = await client.patch(path, asRead, { 'If-Match': headers.get('ETag') ?? '' });
      if (!isWritable(template, role)) return expect(same.status).toBe(403);
      expect([same.status, same.headers.get('ETag'), same.text]).toEqual([200, headers.get('ETag'), same.text]);
      const edited = await client.patch(path, { ...asRead, ...edits[template] });
      expect([edited.status, edited.text]).toEqual([200, edited.text]);
      expect(edited.body).toEqual({ ...body, ...edits[template], updatedAt: edited.body.updatedAt, version: 2 });
    },
  );
});
