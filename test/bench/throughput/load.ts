import { Pool } from 'undici';

export interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
}

/**
 * Sends requests for a while with constant concurrency.
 * @returns requests per second
 * @throws Error for the first unsuccessful response: rejections are quick and would look like speed
 */
export async function sendLoad(
  origin: string,
  makeRequest: () => LoadRequest,
  { concurrency, milliseconds }: { concurrency: number; milliseconds: number },
): Promise<number> {
  const pool = new Pool(origin, { connections: concurrency, pipelining: 1 });
  let responses = 0;
  const startedAt = performance.now();
  const sendUntilOver = async () => {
    while (performance.now() - startedAt < milliseconds) {
      const { method, path, body } = makeRequest();
      const headers = body === undefined ? {} : { 'content-type': 'application/json' };
      const answer = await pool.request({ method, path, headers, body: body ?? null });
      const text = await answer.body.text();
      if (answer.statusCode >= 300) throw new Error(`${method} ${path} returned ${answer.statusCode}: ${text}`);
      responses += 1;
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, sendUntilOver));
  } finally {
    await pool.destroy();
  }
  return responses / ((performance.now() - startedAt) / 1000);
}
