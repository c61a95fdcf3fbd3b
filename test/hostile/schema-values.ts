import * as fc from 'fast-check';
import { makeIdForField } from './placeholders.js';
import { oddText } from './texts.js';

/** The part of JSON Schema that the API's document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly example?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

export type Schemas = Readonly<Record<string, Schema>>;

/** Longer lists find no more faults and are harder to read. */
const mostItems = 3;

const twoDigits = (number: number): string => String(number).padStart(2, '0');

const day = fc
  .tuple(
    fc.oneof(fc.integer({ min: 1900, max: 2100 }), fc.constantFrom(1000, 9999)),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  )
  .map(([year, month, date]) => `${year}-${twoDigits(month)}-${twoDigits(date)}`);

const offset = fc.constantFrom('Z', '+00:00', '-05:00', '+14:00', '-12:00', '+05:45');

const email = fc.oneof(
  { weight: 4, arbitrary: fc.nat(1_000_000).map((number) => `person${number}@example.com`) },
  { weight: 1, arbitrary: fc.emailAddress({ size: 'small' }) },
);

/** Instants within the clinic's hours of one week in March 2026, so that bookings collide. */
const clinicHour = fc
  .tuple(fc.integer({ min: 3, max: 6 }), fc.integer({ min: 14, max: 21 }), fc.constantFrom('00', '15', '30', '45'))
  .map(([date, hour, minute]) => `2026-03-0${date}T${hour}:${minute}:00Z`);

const instant = fc.oneof(
  { weight: 3, arbitrary: clinicHour },
  {
    weight: 1,
    arbitrary: fc
      .tuple(day, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), offset)
      .map(([date, hour, minute, zone]) => `${date}T${twoDigits(hour)}:${twoDigits(minute)}:00${zone}`),
  },
);

/** Texts that are valid somewhere in the API. */
const words = ['Ana Diaz', 'cardiology', 'fever', 'Hemoglobin', 'yes', 'text/plain', 'Check up', 'a1', '+12025550123'];

/** Brings a text to a length without splitting its last character. */
const fitLength = (text: string, minLength: number, maxLength: number): string =>
  text.slice(0, maxLength).toWellFormed().padEnd(minLength, 'x');

/** Texts of an allowed length; the API can still reject their characters. */
function textFor({ minLength = 0, maxLength = 200, example }: Schema): fc.Arbitrary<string> {
  const fitting = words.filter((word) => word.length >= minLength && word.length <= maxLength);
  return fc.oneof(
    { weight: 6, arbitrary: oddText.map((text) => fitLength(text, minLength, maxLength)) },
    ...fitting.map((word) => ({ weight: 1, arbitrary: fc.constant(word) })),
    ...(example === undefined ? [] : [{ weight: 20, arbitrary: fc.constant(example) }]),
    { weight: 2, arbitrary: fc.constant('é'.repeat(maxLength)) },
  );
}

function stringFor(schema: Schema, field: string): fc.Arbitrary<string> {
  const { format, pattern } = schema;
  if (format === 'uuid') return makeIdForField(field);
  if (format === 'date') return day;
  if (format === 'date-time') return instant;
  if (format === 'email') return email;
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return textFor(schema);
}

function valueOfType(type: string | undefined, schema: Schema, schemas: Schemas, field: string): fc.Arbitrary<unknown> {
  const { minimum, maximum } = schema;
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: minimum ?? -1000, max: Math.min(maximum ?? 1000, 2 ** 31 - 1) });
    case 'number':
      return fc.double({ min: minimum ?? -1e15, max: maximum ?? 1e15, noNaN: true });
    case 'array': {
      const { items = {}, minItems = 0, maxItems = mostItems } = schema;
      const maxLength = Math.max(minItems, Math.min(maxItems, mostItems));
      return fc.array(valueForSchema(items, schemas, field), { minLength: minItems, maxLength });
    }
    case 'object': {
      const { properties = {}, required = [] } = schema;
      const fields = Object.entries(properties).map(
        ([name, inner]) => [name, valueForSchema(inner, schemas, name)] as const,
      );
      return fc.record(Object.fromEntries(fields), { requiredKeys: [...required], noNullPrototype: true });
    }
    default:
      return stringFor(schema, field);
  }
}

/**
 * Values that a schema of the document accepts, including hostile ones.
 * @param field name of the field or parameter that receives the value
 */
export function valueForSchema(schema: Schema, schemas: Schemas, field = ''): fc.Arbitrary<unknown> {
  const { $ref, anyOf, type } = schema;
  if ($ref !== undefined) {
    const name = $ref.slice('#/components/schemas/'.length);
    const referred = schemas[name];
    if (referred === undefined) throw new Error(`The document has no schema named ${name}.`);
    return valueForSchema(referred, schemas, field);
  }
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (anyOf !== undefined) return fc.oneof(...anyOf.map((alternative) => valueForSchema(alternative, schemas, field)));
  const types = Array.isArray(type) ? type : [type];
  return fc.oneof(...types.map((one) => valueOfType(one, schema, schemas, field)));
}
