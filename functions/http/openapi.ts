import { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiRouter } from './app.js';
import { registerComponents, rewriteReferences } from './components.js';
import type { ApiEnv } from './context.js';
import { addExamples, buildProblemExample, type Examples } from './examples.js';
import { addDescriptions, type DescribedDocument } from './glossary.js';
import { sharedHeaders } from './operation.js';
import { type ProblemKind, problemKinds } from './problem.js';

const description = `The backend API of a clinic network.

**Authentication.** Send a Cognito access token: \`Authorization: Bearer …\`. The token's group (\`admin\`, \`medic\`, \`staff\`
or \`patient\`) determines what the caller can do. Machines sign their requests with AWS Signature Version 4 instead.

**Hidden records.** The API returns the same 404 for a record that doesn't exist and for one that the caller can't access.

**Errors** are problem documents (RFC 9457).

**Updates** are JSON Merge Patches (RFC 7396). To avoid overwriting someone else's change, send
\`If-Match\` with the ETag that you read. Null removes a field, or restores its default. A resource can be edited and sent back,
without the fields that the patch doesn't have or that your role can't set.

**Retries.** Send an \`Idempotency-Key\` to retry a POST safely. A retry within 24 hours returns the first response again, with
\`Idempotency-Replayed: true\`. If you can no longer read the resource, or only part of it, it returns what a read returns now.

**Pagination.** To read the next page, pass \`page.nextCursor\` as \`cursor\`. On the last page it is null.

**Rate limits.** The API returns 429 with \`Retry-After\` if a client sends too many requests per second or an account
accesses patient data too often within a minute. Responses with patient data tell the account's allowance in \`RateLimit\` and
\`RateLimit-Policy\`.`;

const tags = [
  { name: 'Patients', description: 'Patient records, including the medical history.' },
  { name: 'Patient lookup', description: 'Find patients by partial details.' },
  { name: 'Medics', description: 'Medics and their working hours.' },
  { name: 'Exams', description: 'The catalog of exams that can be booked.' },
  { name: 'Exam results', description: 'Results are never changed in place: corrections create new versions.' },
  { name: 'Reservations', description: 'Reservations and available slots.' },
  { name: 'Files', description: 'Patient documents: upload, download and classification.' },
  {
    name: 'Assistant',
    description: 'Conversations with an assistant that answers from the knowledge base and prepares bookings.',
  },
  { name: 'Knowledge', description: 'Documents that the assistant searches and quotes.' },
  { name: 'Audit', description: 'The audit trail: who read or changed patient data, and who was denied access.' },
  { name: 'Service', description: 'The health check and the OpenAPI document.' },
];

type Operation = Parameters<typeof addExamples>[0] & { readonly tags?: readonly string[] };

/** Lists the kinds of problems that some operation can return. */
const listReturnedKinds = ({ openAPIRegistry }: ApiRouter): ProblemKind[] => {
  const routes = JSON.stringify(
    openAPIRegistry.definitions.flatMap((definition) =>
      definition.type === 'route' ? definition.route.responses : [],
    ),
    (key, value) => (key === 'schema' ? undefined : value),
  );
  return (Object.keys(problemKinds) as ProblemKind[]).filter((kind) =>
    routes.includes(`#/components/examples/${kind}"`),
  );
};

/** @param examples the examples of the operations, by their ids; without them, the document has none */
export function describeApi(routers: readonly ApiRouter[], examples: Examples = {}) {
  const whole = new OpenAPIHono<ApiEnv>();
  for (const router of routers) whole.route('/', router);
  registerComponents(whole.openAPIRegistry);
  whole.openAPIRegistry.registerComponent('securitySchemes', 'accessToken', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: "A Cognito access token of one of this API's app clients.",
  });
  whole.openAPIRegistry.registerComponent('securitySchemes', 'iam', {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    'x-amazon-apigateway-authtype': 'awsSigv4',
    description: 'AWS Signature Version 4, for machines. The local server accepts a `Bearer` token instead.',
  });
  for (const kind of listReturnedKinds(whole)) {
    whole.openAPIRegistry.registerComponent('examples', kind, buildProblemExample(kind));
  }
  for (const [name, header] of Object.entries(sharedHeaders)) {
    whole.openAPIRegistry.registerComponent('headers', name, header);
  }
  const generated = whole.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Healthcare backend',
      version: '1.0.0',
      description,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      contact: { name: 'The maintainers' },
    },
    servers: [{ url: '/', description: 'The server that returned this document.' }],
    tags,
  });
  const document = rewriteReferences(generated) as typeof generated;
  const operations = Object.values(document.paths ?? {}).flatMap((path) =>
    Object.values(path as Record<string, Operation>),
  );
  addDescriptions(document as DescribedDocument);
  for (const operation of operations) addExamples(operation, examples[operation.operationId ?? ''] ?? {});
  const used = new Set(operations.flatMap((operation) => operation.tags ?? []));
  return { ...document, tags: tags.filter(({ name }) => used.has(name)) };
}
