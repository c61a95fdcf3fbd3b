import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../functions/local/server.js';
import { type BrowserPage, chromiumPath, openPage } from '../support/browser.js';
import { findFreePort } from '../support/free-port.js';
import { createSampleServer, type SampleServer } from '../support/local-server.js';

describe.skipIf(chromiumPath === undefined)('the booking page, in a browser', () => {
  let sample: SampleServer;
  let listening: { close(): Promise<void> };
  let page: BrowserPage;
  let origin: string;
  beforeAll(async () => {
    const port = await findFreePort();
    origin = `http://localhost:${port}`;
    sample = await createSampleServer(origin);
    listening = await listen(sample.server, port);
    page = await openPage();
    await page.open(`${origin}/examples/booking`);
  });
  afterAll(async () => {
    await page?.close();
    await listening?.close();
    await sample?.close();
  });

  const readStatus = () => page.waitFor<string>(`document.getElementById('status').textContent`);
  const listIds = () =>
    page.evaluate<string[]>(
      `[...document.querySelectorAll('#reservations [data-id]')].map(({ dataset }) => dataset.id)`,
    );

  it('shows free times, and more of them', async () => {
    await page.waitFor(`document.querySelectorAll('#slots button').length === 12`);
    await page.evaluate(`document.getElementById('more').click()`);
    await page.waitFor(`document.querySelectorAll('#slots button').length === 24`);
    const texts = await page.evaluate<string[]>(
      `[...document.querySelectorAll('#slots button')].map((each) => each.textContent)`,
    );
    expect(new Set(texts).size).toBe(24);
  });

  it('books a time and cancels it, as the signed-in patient', async () => {
    const before = await listIds();
    await page.evaluate(`document.querySelector('#slots button').click()`);
    expect(await readStatus()).toMatch(/^Booked: /);
    const [booked = '', ...others] = (await listIds()).filter((id) => !before.includes(id));
    expect(others).toEqual([]);
    const token = await (await sample.server.request('/local/tokens/patient')).text();
    const read = async () => {
      const headers = { Authorization: `Bearer ${token}` };
      return (await (await sample.server.request(`/v1/reservations/${booked}`, { headers })).json()) as {
        status: string;
      };
    };
    expect(await read()).toMatchObject({ status: 'scheduled' });
    await page.evaluate(`document.querySelector('[data-id="${booked}"] button').click()`);
    await page.waitFor(`document.getElementById('status').textContent.startsWith('Cancelled')`);
    expect(await listIds()).toEqual(before);
    expect(await read()).toMatchObject({ status: 'cancelled' });
  });

  it('fits a phone without sideways scrolling', async () => {
    await page.send('Emulation.setDeviceMetricsOverride', {
      width: 390,
      height: 844,
      deviceScaleFactor: 1,
      mobile: true,
    });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });
});
