import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { ApiRouter } from '../../functions/http/app.js';
import { describeApi } from '../../functions/http/openapi.js';

interface CheckedAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly text: string;
}

interface DescribedResponse {
  readonly content?: Record<string, { schema?: object }>;
  readonly headers?: Record<string, unknown>;
}

type Operations = Record<string, { responses: Record<string, DescribedResponse> }>;

/** What a request may be answered that leads to no operation: no such path or method, or refused before it was looked at. */
const refusalsAnywhere = new Set([404, 405, 414, 431]);

/** Header fields that tell a client what to do next, so the document must tell of them. */
const documentedHeaders = ['Allow', 'ETag', 'Idempotency-Replayed', 'Location', 'Retry-After', 'WWW-Authenticate'];

/** Described where an answer may have it, and not where it must: of a second answer, and of a key that is in use. */
const optionalHeaders = new Set(['Idempotency-Replayed', '409 Retry-After']);

/** What is wrong with the header fields of an answer; undefined where they are as described. */
function findHeaderFault(
  { status, headers }: CheckedAnswer,
  { headers: described = {} }: DescribedResponse,
): string | undefined {
  const isOptional = (name: string) => optionalHeaders.has(name) || optionalHeaders.has(`${status} ${name}`);
  const missing = Object.keys(described).find((name) => !headers.get(name) && !isOptional(name));
  if (missing !== undefined) return `without ${missing}, which is described`;
  const extra = documentedHeaders.find((name) => headers.has(name) && !(name in described));
  return extra && `with ${extra}, which is not described`;
}

const matchesTemplate = (template: string, path: string): boolean =>
  new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path);

/**
 * Makes a check that every answer of an app is one that its OpenAPI document describes: status, header fields, media type and
 * body.
 * A path or method that the document lacks must be answered with 404 or 405, or refused for its length.
 */
export function createAnswerCheck(app: ApiRouter): (method: string, path: string, answer: CheckedAnswer) => void {
  const document = describeApi([app]) as unknown as { paths: Record<string, Operations>; components: object };
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addSchema({ $id: 'openapi', components: document.components });
  const validators = new Map<object, ValidateFunction>();
  const getValidator = (schema: object): ValidateFunction => {
    const known = validators.get(schema);
    if (known) return known;
    const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"openapi#/components/'));
    const validate = ajv.compile(absolute);
    validators.set(schema, validate);
    return validate;
  };

  return (method, path, answer) => {
    const [bare = path] = path.split('?');
    const what = `${method} ${bare} answered ${answer.status}`;
    const templates = Object.keys(document.paths).filter((template) => matchesTemplate(template, bare));
    const template = templates.find((candidate) => candidate === bare) ?? templates[0];
    const operation = template && document.paths[template]?.[method === 'HEAD' ? 'get' : method.toLowerCase()];
    if (!operation) {
      if (!refusalsAnywhere.has(answer.status)) throw new Error(`${what}, but is not described.`);
      return;
    }
    const described = operation.responses[String(answer.status)];
    if (!described) throw new Error(`${what}, which the OpenAPI document does not describe: ${answer.text}`);
    const headerFault = findHeaderFault(answer, described);
    if (headerFault !== undefined) throw new Error(`${what} ${headerFault}.`);
    const contentType = answer.headers.get('Content-Type')?.split(';')[0];
    if (!described.content) {
      if (answer.text !== '') throw new Error(`${what} with a body, but none is described.`);
      return;
    }
    if (method === 'HEAD') return;
    const schema = contentType && described.content[contentType]?.schema;
    if (!schema) throw new Error(`${what} with ${contentType}, which is not described.`);
    const validate = getValidator(schema);
    if (!validate(answer.body)) {
      const problems = validate.errors?.map((error) => `${error.instancePath} ${error.message}`).join('; ');
      throw new Error(`${what} with a body that is not as described: ${problems}`);
    }
  };
}
