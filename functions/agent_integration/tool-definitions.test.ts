import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { describeApi } from '../http/openapi.js';
import { patientLookupRouter } from '../patient_lookup/routes.js';
import { PatientLookup } from '../patient_lookup/schemas.js';
import { reservationsRouter } from '../reservations/routes.js';
import { AvailabilityInput, ReservationInput } from '../reservations/schemas.js';
import { KnowledgeSearch } from './knowledge/schemas.js';
import { type ToolName, toolNames } from './sessions/schemas.js';
import { RecordQuery, type ToolDefinition, toolDefinitions } from './tool-definitions.js';

const ajv = new Ajv2020({ strict: true, allErrors: true });
(addFormats as unknown as (ajv: Ajv2020) => void)(ajv);

const id = '11111111-2222-4333-8444-555555555555';
const from = '2026-03-02T09:00:00-05:00';
const to = '2026-03-03T09:00:00Z';

/** The route's schema, valid inputs, and inputs that break the rule of a single field. */
const tools: Record<
  ToolName,
  { schema: { safeParse(value: unknown): { success: boolean } }; good: object[]; bad: object[] }
> = {
  lookUpPatients: {
    schema: PatientLookup,
    good: [{ name: 'Ada' }, { phone: '+1 202 555 0123', limit: 10 }, { birthDate: '1980-05-17', email: 'a@b.example' }],
    bad: [
      { name: '' },
      { name: 'a'.repeat(202) },
      { nationalId: 7 },
      { name: 'x', limit: 11 },
      { name: 'x', limit: 0 },
      { birthDate: 'May' },
      { name: 'x', ssn: '1' },
    ],
  },
  readRecord: {
    schema: RecordQuery,
    good: [{ patientId: id }, { patientId: id, parts: ['allergies', 'results'] }],
    bad: [
      {},
      { patientId: 'me' },
      { patientId: id, parts: [] },
      { patientId: id, parts: ['secrets'] },
      { patientId: id, parts: 'allergies' },
      { patientId: id, role: 'admin' },
    ],
  },
  findAvailability: {
    schema: AvailabilityInput,
    good: [
      { examId: id, from, to },
      { examId: id, from, to, medicId: id, limit: 500 },
      { examId: id, from, to, specialty: 'Heart' },
    ],
    bad: [
      { from, to },
      { examId: id, from },
      { examId: 'x', from, to },
      { examId: id, from: 'soon', to },
      { examId: id, from, to, limit: 501 },
      { examId: id, from, to, day: 1 },
    ],
  },
  bookReservation: {
    schema: ReservationInput,
    good: [
      { patientId: id, medicId: id, examId: id, startsAt: from },
      { patientId: id, medicId: id, examId: id, startsAt: from, endsAt: to, notes: 'Fasting' },
    ],
    bad: [
      { medicId: id, examId: id, startsAt: from },
      { patientId: id, medicId: id, examId: id },
      { patientId: id, medicId: id, examId: id, startsAt: from, notes: 'x'.repeat(2001) },
      { patientId: id, medicId: id, examId: id, startsAt: from, status: 'confirmed' },
    ],
  },
  searchKnowledge: {
    schema: KnowledgeSearch,
    good: [{ query: 'Fasting' }, { query: 'x', patientId: id, limit: 20 }],
    bad: [
      {},
      { query: '' },
      { query: 'x'.repeat(1001) },
      { query: 'x', limit: 21 },
      { query: 'x', patientId: 'me' },
      { query: 'x', role: 'admin' },
    ],
  },
};

describe.each(toolNames)('the tool %s', (name) => {
  const { description, inputSchema }: ToolDefinition = toolDefinitions[name];
  const { schema, good, bad } = tools[name];

  it('has a name that Bedrock accepts, and descriptions of itself and each field', () => {
    expect(name).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    expect(description.length).toBeGreaterThan(100);
    const properties = Object.entries(inputSchema.properties ?? {}) as [string, { description?: string }][];
    expect(properties.length).toBeGreaterThan(0);
    for (const [field, property] of properties)
      expect([field, property.description ?? '']).toEqual([field, expect.stringMatching(/.{10}/)]);
  });

  it('has a JSON Schema 2020-12 input that is one closed object of plain fields', () => {
    expect(ajv.validateSchema(inputSchema)).toBe(true);
    expect(inputSchema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      additionalProperties: false,
    });
    expect(JSON.stringify(inputSchema)).not.toMatch(/anyOf|oneOf|allOf|\$ref|"null"/);
    expect(JSON.parse(JSON.stringify(inputSchema))).toEqual(inputSchema);
  });

  it('accepts and rejects the same inputs as its route', () => {
    const validate = ajv.compile(inputSchema);
    for (const input of good)
      expect([input, schema.safeParse(input).success, validate(input)]).toEqual([input, true, true]);
    for (const input of bad)
      expect([input, schema.safeParse(input).success, validate(input)]).toEqual([input, false, false]);
  });
});

describe('the tools', () => {
  interface BodySchema {
    readonly required?: string[];
    readonly properties: Record<string, Record<string, unknown>>;
  }
  const document = describeApi([patientLookupRouter, reservationsRouter]) as unknown as {
    paths: Record<
      string,
      Record<string, { operationId: string; requestBody?: { content: Record<string, { schema: { $ref: string } }> } }>
    >;
    components: { schemas: Record<string, BodySchema> };
  };
  const findBodySchema = (operationId: string): BodySchema | undefined => {
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    const found = operations.find((operation) => operation.operationId === operationId);
    const reference = found?.requestBody?.content['application/json']?.schema.$ref;
    return reference === undefined ? undefined : document.components.schemas[reference.split('/').at(-1) ?? ''];
  };

  it.each(['lookUpPatients', 'findAvailability', 'bookReservation'] as const)(
    'are API operations: %s has the same fields, required fields and limits',
    (name) => {
      const { inputSchema }: ToolDefinition = toolDefinitions[name];
      const body = findBodySchema(name);
      expect(Object.keys(inputSchema.properties ?? {})).toEqual(Object.keys(body?.properties ?? {}));
      expect(inputSchema.required ?? []).toEqual(body?.required ?? []);
      for (const [field, property] of Object.entries(inputSchema.properties ?? {})) {
        for (const limit of ['minimum', 'maximum', 'default'] as const) {
          expect([field, limit, (property as Record<string, unknown>)[limit]]).toEqual([
            field,
            limit,
            body?.properties[field]?.[limit],
          ]);
        }
      }
    },
  );
});
