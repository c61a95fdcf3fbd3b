import { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiRouter } from './app.js';
import type { ApiEnv } from './context.js';

const description = `The backend of a clinic network.

**Sign-in.** Send an access token: \`Authorization: Bearer …\`. The token's group (\`admin\`, \`medic\`, \`staff\`, \`patient\`)
decides what is permitted; what a caller may not know of answers like something that doesn't exist.

**Errors** are problem documents (RFC 9457). **Changes** are JSON Merge Patches (RFC 7396); send \`If-Match\` with the ETag
that you read to lose nobody's change. **Retries** of a POST are safe with an \`Idempotency-Key\`.
**Lists** are paged: pass \`page.nextCursor\` as \`cursor\` until it is null.
**Limits.** Over its requests per second, or over one account's accesses to patient data per minute, the API answers 429
with \`Retry-After\`.`;

const tags = [
  { name: 'Patients', description: 'Records of patients.' },
  { name: 'Patient lookup', description: 'Finding the patient whom somebody means.' },
  { name: 'Medics', description: 'The medical staff.' },
  { name: 'Exams', description: 'What can be booked.' },
  { name: 'Exam results', description: 'What was found. Never changed, only corrected by another one.' },
  { name: 'Reservations', description: 'Appointments and free slots.' },
  { name: 'Files', description: 'Documents of patients: uploads, downloads, what they are.' },
  { name: 'Assistant', description: 'Conversations that answer from the knowledge and prepare bookings.' },
  { name: 'Knowledge', description: 'What the assistant and its users look things up in.' },
  { name: 'Audit', description: 'Who read, changed or was refused what.' },
  { name: 'Service', description: 'The API itself.' },
];

/** The OpenAPI 3.1 document of some routers or apps together. */
export function describeApi(routers: readonly ApiRouter[]) {
  const whole = new OpenAPIHono<ApiEnv>();
  for (const router of routers) whole.route('/', router);
  whole.openAPIRegistry.registerComponent('securitySchemes', 'accessToken', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token of the user pool, as RFC 8725 wants it: signed, short-lived, for this client alone.',
  });
  whole.openAPIRegistry.registerComponent('securitySchemes', 'iam', {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    'x-amazon-apigateway-authtype': 'awsSigv4',
    description: 'AWS Signature Version 4, for machines. On a developer’s machine a `Bearer` token stands for it.',
  });
  const document = whole.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Healthcare backend',
      version: '1.0.0',
      description,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      contact: { name: 'The maintainers' },
    },
    servers: [{ url: '/', description: 'Where this document comes from.' }],
    tags,
  });
  const used = new Set(
    Object.values(document.paths ?? {}).flatMap((path) =>
      Object.values(path as Record<string, { tags?: string[] }>).flatMap((operation) => operation.tags ?? []),
    ),
  );
  return { ...document, tags: tags.filter(({ name }) => used.has(name)) };
}
