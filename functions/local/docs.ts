import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { roles } from '../http/permissions.js';

const assets = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')));

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Healthcare backend API</title>
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
<link rel="stylesheet" href="/docs/page.css">
<link rel="icon" href="/docs/assets/favicon-32x32.png">
</head>
<body>
<nav aria-label="Sign in as">
<span>Try it as</span>
<span id="roles"></span>
<span id="signed-in" role="status"></span>
</nav>
<div id="api"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/page.js"></script>
</body>
</html>
`;

const style = `body { margin: 0 }
.dark-mode, .dark-mode body { background: #1c2022; color-scheme: dark }
nav { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: center;
  padding: .6rem 1.25rem; background: #10312b; color: #fff; font: 15px/1.4 system-ui, sans-serif }
#roles { display: flex; flex-wrap: wrap; gap: .35rem }
nav button { font: inherit; padding: .25rem .8rem; border: 1px solid #fff8; border-radius: 99px; background: none;
  color: inherit; cursor: pointer }
nav button[aria-pressed="true"] { background: #fff; color: #10312b }
.swagger-ui .topbar { display: none }
@media (max-width: 760px) {
  .swagger-ui .wrapper, .swagger-ui .scheme-container .schemes { padding: 0 10px }
  .swagger-ui .opblock-tag, .swagger-ui .opblock .opblock-summary { flex-wrap: wrap }
  .swagger-ui .opblock .opblock-summary-path { max-width: 100%; overflow-wrap: anywhere }
  .swagger-ui .opblock .opblock-summary-method { min-width: 64px }
  .swagger-ui table, .swagger-ui tbody, .swagger-ui tr, .swagger-ui td { display: block; width: auto; max-width: 100% }
  .swagger-ui table thead { display: none }
  .swagger-ui .parameters-col_name, .swagger-ui .response-col_status { padding-bottom: 0 }
  .swagger-ui :is(input, select, textarea, .body-param__text) { max-width: 100%; min-width: 0; box-sizing: border-box }
  .swagger-ui :is(p, li, td, label, .markdown, .prop-format, .model) { overflow-wrap: anywhere }
  .swagger-ui :is(pre, .highlight-code, .opblock-body, .responses-inner, .model-box, .json-schema-2020-12) { max-width: 100%;
    overflow-x: auto; box-sizing: border-box }
}
`;

const script = `const roles = ${JSON.stringify(roles)};
// An account without a record, to try linking one.
const newPatient = 'new patient';
const accounts = [...roles, newPatient];
const account = accounts.find((name) => name === sessionStorage.getItem('role')) ?? accounts[0];
const signIn = account === newPatient ? { role: 'patient', subject: sessionStorage.getItem('subject') ?? 'new' } : { role: account };
const dark = matchMedia('(prefers-color-scheme: dark)');
const applyScheme = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', applyScheme);
applyScheme();

// The examples depend on the role, so another role loads the page again.
for (const name of accounts) {
  const button = document.createElement('button');
  button.textContent = name;
  button.setAttribute('aria-pressed', String(name === account));
  button.addEventListener('click', () => {
    sessionStorage.setItem('role', name);
    sessionStorage.setItem('subject', 'new-' + crypto.randomUUID());
    location.reload();
  });
  document.getElementById('roles').append(button);
}

async function start() {
  const answer = await fetch('/local/token', { method: 'POST', body: JSON.stringify(signIn) });
  const { token } = await answer.json();
  const ui = SwaggerUIBundle({
    url: '/v1/openapi.json',
    dom_id: '#api',
    deepLinking: true,
    docExpansion: 'list',
    tryItOutEnabled: true,
    displayRequestDuration: true,
    validatorUrl: null,
    requestInterceptor: (request) => {
      if (request.loadSpec) request.headers.Authorization = 'Bearer ' + token;
      return request;
    },
    onComplete: () => {
      ui.preauthorizeApiKey('accessToken', token);
      ui.preauthorizeApiKey('iam', 'Bearer ' + token);
      document.getElementById('signed-in').textContent = 'Requests use the token of the local ' + account + '.';
    },
  });
}
start();
`;

/** Serves the API documentation. All assets come from node_modules, so it works offline. */
export function createDocs(): Hono {
  const docs = new Hono();
  docs.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        frameAncestors: ["'none'"],
      },
      // The page is served over HTTP on this machine.
      strictTransportSecurity: false,
    }),
  );
  docs.get('/', (c) => c.html(page));
  docs.get('/page.css', (c) => c.body(style, 200, { 'Content-Type': 'text/css; charset=utf-8' }));
  docs.get('/page.js', (c) => c.body(script, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }));
  docs.get(
    '/assets/*',
    serveStatic({
      root: assets,
      rewriteRequestPath: (path) => path.replace(/^\/docs\/assets/, ''),
    }),
  );
  return docs;
}
