import * as fc from 'fast-check';
import {
  etagPlaceholder,
  isPlaceholder,
  makeIdForField,
  makeIdPlaceholder,
  makePagePlaceholder,
  parseCollection,
} from './placeholders.js';
import { type Schema, type Schemas, valueForSchema } from './schema-values.js';
import { hostileName, hostileText } from './texts.js';

export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

/** A lone surrogate can't be encoded; some clients send its three bytes anyway. */
function encode(text: string): string {
  return text.isWellFormed()
    ? encodeURIComponent(text)
    : [...text].map((character) => (character.isWellFormed() ? encodeURIComponent(character) : '%ED%A0%80')).join('');
}

/** Invalid encodings, and sequences that servers and proxies interpret differently. */
const rawPart = fc.constantFrom(
  ...['%', '%Z', '%ZZ', '%00', '%C0%AF', '%FF', '%ED%A0%80', '%u0041'],
  ...['+', ';', '&', '=', '[', '%5B%5D', '%25', '%2525'],
);

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Placeholders stay unencoded, because their values need no encoding. */
const encodeValue = (value: string): string => (isPlaceholder(value) ? value : encode(value));

const valueFor = ({ name, schema }: Parameter, schemas: Schemas): fc.Arbitrary<string> => {
  const good = valueForSchema(schema, schemas, name).map((value) => encodeValue(asText(value)));
  return fc.oneof(
    { weight: 14, arbitrary: good },
    { weight: 2, arbitrary: hostileText.map(encode) },
    { weight: 1, arbitrary: rawPart },
  );
};

/** The query string of an operation, without the question mark. */
export function queryFor(path: string, parameters: readonly Parameter[], schemas: Schemas): fc.Arbitrary<string> {
  const declared = parameters.filter((parameter) => parameter.in === 'query');
  const named = (name: string) => declared.some((parameter) => parameter.name === name);
  const one = (parameter: Parameter) => valueFor(parameter, schemas).map((value) => `${parameter.name}=${value}`);
  const filters = declared.filter(({ name }) => name !== 'cursor').map(one);
  const unknown = fc.tuple(hostileName, hostileText).map(([name, value]) => `${encode(name)}=${encode(value)}`);
  const part = fc.oneof(
    ...filters.map((arbitrary) => ({ weight: 4, arbitrary })),
    { weight: 1, arbitrary: hostileText.map((text) => `cursor=${encode(text)}`) },
    { weight: 1, arbitrary: unknown },
    { weight: 1, arbitrary: rawPart },
  );
  // Many lists reject a request without a patient before they check the other parameters.
  const patient = named('patientId') ? makeIdForField('patientId').map((id) => `patientId=${id}`) : fc.constant('');
  const made = fc
    .tuple(fc.oneof(patient, fc.constant('')), fc.array(part, { maxLength: filters.length > 0 ? 3 : 1 }))
    .map(([first, others]) => [first, ...others].filter((text) => text !== '').join('&'));
  return named('cursor')
    ? fc.oneof({ weight: 5, arbitrary: made }, { weight: 1, arbitrary: makePagePlaceholder(path) })
    : made;
}

/** A path of the template, usually with a known id. */
export function pathFor(template: string): fc.Arbitrary<string> {
  const segment = fc.oneof(
    { weight: 20, arbitrary: makeIdPlaceholder(parseCollection(template)) },
    { weight: 1, arbitrary: fc.uuid().map((id) => id.toUpperCase()) },
    { weight: 1, arbitrary: hostileText.map(encode) },
    { weight: 1, arbitrary: rawPart },
  );
  const usual = segment.map((id) => template.replace('{id}', id));
  const bent = fc
    .tuple(
      usual,
      fc.constantFrom('/', '//', '/.', '/..', '/../patients', '%2F', '%00', '?', '#', ';a=b', '/%2e%2e/', '\\'),
    )
    .map(([path, tail]) => `${path}${tail}`);
  const other = usual.chain((path) =>
    fc.constantFrom(path.toUpperCase(), path.replace('/v1', '/v2'), path.replaceAll('/', '//'), path.slice(0, -1)),
  );
  return fc.oneof({ weight: 30, arbitrary: usual }, { weight: 1, arbitrary: bent }, { weight: 1, arbitrary: other });
}

const entityTags = fc.oneof(
  { weight: 4, arbitrary: etagPlaceholder },
  {
    weight: 3,
    arbitrary: fc.constantFrom('*', '"1"', '"1", "2"', 'W/"1"', '"', '', '1', '"1" "2"', '"9999999999"', '*, "1"'),
  },
  { weight: 1, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.constant(`"1"${', "x"'.repeat(200)}`) },
);

const headerValues: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'If-Match': entityTags,
  'If-None-Match': entityTags,
  // Few values, so that keys collide.
  'Idempotency-Key': fc.oneof(
    fc.nat(50).map((number) => `key-${number}`),
    hostileText,
  ),
};

/** Headers that any client may send. */
const unrelatedHeaders: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'X-Request-Id': fc.oneof(fc.uuid(), hostileText),
  'Content-Encoding': fc.constantFrom('gzip', 'identity', 'br, gzip', ''),
  'Content-Length': fc.constantFrom('0', '-1', '1e9', '99999999', 'x'),
  'Transfer-Encoding': fc.constantFrom('chunked', 'gzip, chunked'),
  Accept: fc.constantFrom('text/html', 'application/xml;q=0.1', ''),
  Authorization: fc.oneof(
    fc.constantFrom('Bearer', 'Bearer a.b.c', 'Basic YTpi', 'Bearer  eyJhbGciOiJub25lIn0.e30.'),
    hostileText,
  ),
  Host: fc.constantFrom('localhost', 'evil.example', ''),
  Origin: fc.constantFrom('null', 'https://evil.example'),
  Range: fc.constantFrom('bytes=0-0', 'bytes=99999-'),
  Expect: fc.constant('100-continue'),
  Cookie: hostileText,
  'X-HTTP-Method-Override': fc.constantFrom('DELETE', 'PATCH'),
  'X-Forwarded-For': hostileText,
  'X-Long': fc.constantFrom(100, 8_000, 20_000).map((length) => 'x'.repeat(length)),
};

type Header = readonly [name: string, value: string];

const headerFor = ([name, value]: [string, fc.Arbitrary<string>]): fc.Arbitrary<Header> =>
  value.map((text) => [name, text] as const);

/** Headers that the operation reads, and sometimes others. */
export function headersFor(parameters: readonly Parameter[]): fc.Arbitrary<Header[]> {
  const declared = parameters.filter((parameter) => parameter.in === 'header');
  const read = declared.map(({ name }) => headerFor([name, headerValues[name] ?? hostileText]));
  const own = read.length > 0 ? fc.array(fc.oneof(...read), { maxLength: 1 }) : fc.constant([]);
  const other = fc.oneof(...Object.entries(unrelatedHeaders).map(headerFor));
  const others = fc.oneof(
    { weight: 5, arbitrary: fc.constant<Header[]>([]) },
    { weight: 1, arbitrary: fc.array(other, { minLength: 1, maxLength: 2 }) },
  );
  // API Gateway joins repeated headers, so the event has each name once.
  return fc.tuple(own, others).map(([some, more]) => [...new Map([...some, ...more])]);
}
