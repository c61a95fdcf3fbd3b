import { z } from '@hono/zod-openapi';
import { accepts } from 'hono/accepts';
import { html } from 'hono/html';
import { response } from '../http/operation.js';
import { isProblemKind, Problem, ProblemKindDescription, problemKinds, toProblemType } from '../http/problem.js';
import type { OperationRouter } from '../http/router.js';

const KindPath = z.strictObject({
  // Not an enum: an unknown kind is not found, rather than invalid.
  kind: z.string().openapi({ maxLength: 100, description: 'The last part of the `type` of a problem document.' }),
});

/** Renders backticks as code. The texts are our own, and `html` escapes them. */
const renderText = (text: string) =>
  text.split('`').map((part, index) => (index % 2 ? html`<code>${part}</code>` : part));

const renderPage = ({ type, title, status, meaning }: ProblemKindDescription) => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${renderText(meaning)}</p>
<dl>
<dt>Status</dt>
<dd>${status}</dd>
<dt>Type</dt>
<dd><code>${type}</code></dd>
</dl>
</main>
</body>
</html>
`;

/** Adds the pages that explain the kinds of problems, at the paths that problem documents name as their type. */
export function addProblemPages(router: OperationRouter): void {
  router.public('get', '/problems/{kind}', {
    operationId: 'getProblemKind',
    summary: 'Explain a problem',
    description:
      'Returns when a kind of problem occurs and what to do about it, as JSON or, for browsers, as HTML. Needs no authentication.',
    request: { params: KindPath },
    responses: {
      200: {
        ...response.json('The kind of problem.', ProblemKindDescription),
        content: {
          'application/json': { schema: ProblemKindDescription },
          'text/html': { schema: z.string().max(10_000).openapi({ description: 'The same as a page.' }) },
        },
      },
    },
    problems: ['not-found'],
    async handler(c) {
      const { kind } = c.req.valid('param');
      if (!isProblemKind(kind)) throw new Problem('not-found');
      const described = { type: toProblemType(kind), ...problemKinds[kind] };
      const mediaType = accepts(c, {
        header: 'Accept',
        supports: ['application/json', 'text/html'],
        default: 'application/json',
      });
      const headers = { 'Cache-Control': 'public, max-age=300', Vary: 'Accept' };
      if (mediaType === 'application/json') return c.json(described, 200, headers);
      // Hono types every declared response as JSON.
      return c.html(renderPage(described), 200, headers) as never;
    },
  });
}
