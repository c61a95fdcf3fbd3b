import * as fc from 'fast-check';
import { type Schema, type Schemas, valueForSchema } from './schema-values.js';
import { spoiled } from './spoil.js';
import { hostileJson } from './texts.js';

/** A body as it is sent: bytes, because broken UTF-8 is not a string. */
export interface HostileBody {
  readonly contentType: string | undefined;
  readonly content: string | Uint8Array<ArrayBuffer>;
}

const nested = (opening: string, closing: string, depth: number, innermost = '1') =>
  `${opening.repeat(depth)}${innermost}${closing.repeat(depth)}`;

/** Invalid JSON, and JSON that parsers often mishandle. */
const raw: fc.Arbitrary<HostileBody['content']> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('', ' ', '{', '[1,]', '{"a":1}x', '{a:1}', "{'a':1}", 'nul', '\uFEFF{}') },
  { weight: 4, arbitrary: fc.constantFrom('1e999', '-', '01', '"\\ud800"', '"\\x"', '{"a":1,"a":2}', 'NaN') },
  { weight: 3, arbitrary: fc.constantFrom('[', '{"a":', '[{"address":').map((opening) => opening.repeat(5_000)) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(['[', ']'], ['{"address":', '}'], ['{"medicalHistory":', '}']), fc.constantFrom(40, 5_000))
      .map(([[opening = '', closing = ''], depth]) => nested(opening, closing, depth)),
  },
  { weight: 3, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Uint8Array.from(bytes)) },
  { weight: 2, arbitrary: fc.constant(Uint8Array.from(Buffer.from('{"a":1}', 'utf16le'))) },
  { weight: 1, arbitrary: fc.constant(`{"a":"${'x'.repeat(1024 * 1024)}"}`) },
);

const otherMediaTypes = fc.constantFrom(
  undefined,
  '',
  'application/xml',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/json; charset=utf-16',
  'application/json; charset="utf-8"',
  'APPLICATION/JSON',
  'application/json, text/html',
  'application/jsonx',
  '*/*',
);

/** Bodies for a schema: valid ones, corrupted ones, JSON of another schema and invalid JSON. */
export function bodyFor(mediaTypes: readonly string[], schema: Schema, schemas: Schemas): fc.Arbitrary<HostileBody> {
  const good = valueForSchema(schema, schemas);
  const json = (value: fc.Arbitrary<unknown>) => value.map((one) => JSON.stringify(one) ?? '');
  const content = fc.oneof(
    { weight: 8, arbitrary: json(good) },
    { weight: 8, arbitrary: json(spoiled(good)) },
    { weight: 1, arbitrary: json(hostileJson) },
    { weight: 2, arbitrary: raw },
  );
  const contentType = fc.oneof(
    { weight: 15, arbitrary: fc.constantFrom(...mediaTypes) },
    { weight: 1, arbitrary: otherMediaTypes },
  );
  return fc.record({ contentType, content });
}
