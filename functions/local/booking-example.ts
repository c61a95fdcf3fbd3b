import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';

const locate = (path: string): string => fileURLToPath(new URL(`../../client/${path}`, import.meta.url));

/** Bundles the typed client for browsers. */
async function bundleClient(): Promise<string> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [locate('src/index.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  });
  return outputFiles[0]?.text ?? '';
}

/** Serves the booking page of client/examples at `/examples/booking`, with the client that it imports. */
export function createBookingExample(): Hono {
  const routes = new Hono();
  let client: Promise<string> | undefined;
  // Relative addresses in the page need the slash.
  routes.get('/examples/booking', (c) => c.redirect('/examples/booking/'));
  routes.get('/examples/booking/', async (c) => c.html(await readFile(locate('examples/booking/index.html'), 'utf8')));
  routes.get('/examples/booking/client.js', async (c) => {
    client ??= bundleClient();
    return c.body(await client, 200, { 'Content-Type': 'text/javascript' });
  });
  return routes;
}
