import { Pool } from 'undici';

/** A request of a load. */
export interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
}

export interface LoadResult {
  readonly requestsPerSecond: number;
  /** Median response time in milliseconds. */
  readonly medianMilliseconds: number;
}

/**
 * Sends requests for a while with constant concurrency.
 * @param makeRequest creates the n-th request
 * @throws Error for the first unsuccessful response: rejections are quick and would look like speed
 */
export async function sendLoad(
  origin: string,
  makeRequest: () => LoadRequest,
  { concurrency, milliseconds }: { concurrency: number; milliseconds: number },
): Promise<LoadResult> {
  const pool = new Pool(origin, { connections: concurrency, pipelining: 1 });
  const times: number[] = [];
  const startedAt = performance.now();
  const sendUntilOver = async () => {
    let sentAt = performance.now();
    while (sentAt - startedAt < milliseconds) {
      const { method, path, body } = makeRequest();
      const headers = body === undefined ? {} : { 'content-type': 'application/json' };
      const answer = await pool.request({ method, path, headers, body: body ?? null });
      const text = await answer.body.text();
      if (answer.statusCode >= 300) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${text}`);
      const now = performance.now();
      times.push(now - sentAt);
      sentAt = now;
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, sendUntilOver));
  } finally {
    await pool.destroy();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  times.sort((one, other) => one - other);
  return { requestsPerSecond: times.length / seconds, medianMilliseconds: times[times.length >> 1] ?? 0 };
}
