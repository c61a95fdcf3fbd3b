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

/** Statuses of requests without an operation: unknown path or method, or too long to be read. */
const refusalsAnywhere = new Set([404, 405, 414, 431]);

/** Headers that tell a client what to do next, so the document must describe them. */
const documentedHeaders = ['Allow', 'ETag', 'Idempotency-Replayed', 'Location', 'Retry-After', 'WWW-Authenticate'];

/** Headers that a described response can lack. */
const optionalHeaders = new Set(['Idempotency-Replayed', '409 Retry-After', 'RateLimit', 'RateLimit-Policy']);

function findHeaderFault(
  { status, headers }: CheckedAnswer,
  { headers: described = {} }: DescribedResponse,
): string | undefined {
  const isOptional = (name: string) => optionalHeaders.has(name) || optionalHeaders.has(`${status} ${name}`);
  const missing = Object.keys(described).find((name) => !headers.get(name) && !isOptional(name));
  if (missing !== undefined) return `without the described header ${missing}`;
  const extra = documentedHeaders.find((name) => headers.has(name) && !(name in described));
  return extra && `with the undescribed header ${extra}`;
}

const matchesTemplate = (template: string, path: string): boolean =>
  new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path);

/**
 * Creates a check that the app's OpenAPI document describes a response: status, headers, media type and body. A request
 * without an operation must get one of `refusalsAnywhere`.
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
    const what = `${method} ${bare} returned ${answer.status}`;
    const templates = Object.keys(document.paths).filter((template) => matchesTemplate(template, bare));
    const template = templates.find((candidate) => candidate === bare) ?? templates[0];
    const operation = template && document.paths[template]?.[method === 'HEAD' ? 'get' : method.toLowerCase()];
    if (!operation) {
      if (!refusalsAnywhere.has(answer.status))
        throw new Error(`${what}, but the OpenAPI document does not describe the operation.`);
      return;
    }
    const described = operation.responses[String(answer.status)];
    if (!described) throw new Error(`${what}, which the OpenAPI document does not describe: ${answer.text}`);
    const headerFault = findHeaderFault(answer, described);
    if (headerFault !== undefined) throw new Error(`${what} ${headerFault}.`);
    const contentType = answer.headers.get('Content-Type')?.split(';')[0];
    if (!described.content) {
      if (answer.text !== '') throw new Error(`${what} with a body, but the OpenAPI document describes none.`);
      return;
    }
    if (method === 'HEAD') return;
    const schema = contentType && described.content[contentType]?.schema;
    if (!schema) throw new Error(`${what} with ${contentType}, which the OpenAPI document does not describe.`);
    const validate = getValidator(schema);
    if (!validate(answer.body === undefined ? answer.text : answer.body)) {
      const problems = validate.errors?.map((error) => `${error.instancePath} ${error.message}`).join('; ');
      throw new Error(`${what} with a body that does not match the OpenAPI document: ${problems}`);
    }
  };
}
