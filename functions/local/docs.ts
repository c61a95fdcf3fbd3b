import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

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
nav { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: .75rem; align-items: center;
  padding: .6rem 1.5rem; background: #10312b; color: #fff; font: 15px/1.4 system-ui, sans-serif }
nav button { font: inherit; margin-right: .35rem; padding: .25rem .8rem; border: 1px solid #fff8; border-radius: 99px;
  background: none; color: inherit; cursor: pointer }
nav button[aria-pressed="true"] { background: #fff; color: #10312b }
.swagger-ui .topbar { display: none }
`;

const script = `const ui = SwaggerUIBundle({
  url: '/v1/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  docExpansion: 'list',
  tryItOutEnabled: true,
  displayRequestDuration: true,
  validatorUrl: null,
  onComplete: signIn,
});

async function signIn() {
  const tokens = await (await fetch('/local/tokens')).json();
  const roles = document.getElementById('roles');
  for (const role of Object.keys(tokens)) {
    const button = document.createElement('button');
    button.textContent = role;
    button.addEventListener('click', () => choose(role));
    roles.append(button);
  }
  const choose = (role) => {
    ui.preauthorizeApiKey('accessToken', tokens[role]);
    ui.preauthorizeApiKey('iam', 'Bearer ' + tokens[role]);
    for (const button of roles.children) button.setAttribute('aria-pressed', String(button.textContent === role));
    document.getElementById('signed-in').textContent = 'Requests use the token of the local ' + role + '.';
  };
  choose('admin');
}
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
