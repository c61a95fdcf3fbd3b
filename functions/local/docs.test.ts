import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserPage, chromiumPath, openPage } from '../../test/support/browser.js';
import { findFreePort } from '../../test/support/free-port.js';
import { createSampleServer, type SampleServer } from '../../test/support/local-server.js';
import { roles } from '../http/permissions.js';
import { listen } from './server.js';

const titleElement = `document.querySelector('.swagger-ui .info .title')`;
const hasTitle = `Boolean(${titleElement})`;

/** Opens an operation of the page and executes it with the examples as they are. Returns the status of the response. */
const executeOperation = (tag: string, operationId: string) => `(async () => {
  const pause = (ms) => new Promise((resume) => setTimeout(resume, ms));
  const wait = async (find) => { for (let i = 0; i < 300; i++) { const found = find(); if (found) return found; await pause(100); } };
  const block = await wait(() => document.getElementById('operations-${tag}-${operationId}'));
  if (!block.classList.contains('is-open')) block.querySelector('.opblock-summary-control').click();
  (await wait(() => block.querySelector('.btn.execute'))).click();
  const status = await wait(() => block.querySelector('.live-responses-table .response .response-col_status'));
  return Number.parseInt(status.textContent, 10);
})()`;

describe.skipIf(chromiumPath === undefined)('the documentation page, in Chromium', () => {
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
  }, 120_000);
  afterAll(async () => {
    await page?.close();
    await listening?.close();
    await sample?.close();
  });

  it('offers a token of every role, a machine included', async () => {
    await page.open(`${origin}/docs`);
    await page.waitFor(hasTitle);
    const offered = await page.evaluate(`[...document.querySelectorAll('#roles button')].map((b) => b.textContent)`);
    expect(offered).toEqual([...roles, 'new patient']);
    await page.evaluate(
      `[...document.querySelectorAll('#roles button')].find((b) => b.textContent === 'service').click()`,
    );
    const text = await page.waitFor<string>(
      `document.readyState === 'complete' && document.getElementById('signed-in').textContent.includes('service') && document.getElementById('signed-in').textContent`,
    );
    expect(text).toBe('Requests use the token of the local service.');
    expect(await page.evaluate(executeOperation('Patient_lookup', 'lookUpPatients'))).toBe(200);
  }, 120_000);

  it('executes a read, a search and a booking with the examples as they are', async () => {
    await page.open(`${origin}/docs`);
    await page.waitFor(hasTitle);
    await page.evaluate(`sessionStorage.setItem('role', 'patient'); location.reload()`);
    await page.waitFor(`document.getElementById('signed-in')?.textContent.includes('patient')`);
    expect(await page.evaluate(executeOperation('Patients', 'getOwnPatient'))).toBe(200);
    expect(await page.evaluate(executeOperation('Reservations', 'findAvailability'))).toBe(200);
    expect(await page.evaluate(executeOperation('Reservations', 'bookReservation'))).toBe(201);
    expect(await page.evaluate(executeOperation('Reservations', 'listReservations'))).toBe(200);
  }, 240_000);

  it('links a new account to a record with the examples as they are', async () => {
    await page.open(`${origin}/docs`);
    await page.waitFor(hasTitle);
    await page.evaluate(`[...document.querySelectorAll('#roles button')].at(-1).click()`);
    await page.waitFor(
      `document.readyState === 'complete' && document.getElementById('signed-in')?.textContent.includes('new patient')`,
    );
    expect(await page.evaluate(executeOperation('Patients', 'linkOwnPatient'))).toBe(201);
    expect(await page.evaluate(executeOperation('Patients', 'getOwnPatient'))).toBe(200);
  }, 240_000);

  it('fits a screen of 390 pixels without scrolling sideways, with operations open', async () => {
    await page.send('Emulation.setDeviceMetricsOverride', {
      width: 390,
      height: 844,
      deviceScaleFactor: 1,
      mobile: true,
    });
    await page.open(`${origin}/docs`);
    await page.waitFor(hasTitle);
    expect(await page.evaluate(executeOperation('Exams', 'listExams'))).toBe(200);
    expect(await page.evaluate(executeOperation('Reservations', 'findAvailability'))).toBe(200);
    const widths = await page.evaluate<number[]>(`[document.documentElement.scrollWidth, document.body.scrollWidth]`);
    expect(Math.max(...widths)).toBeLessThanOrEqual(390);
  }, 120_000);

  it('follows the color scheme of the system', async () => {
    const readColors = async (value: string) => {
      await page.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] });
      await page.open(`${origin}/docs`);
      await page.waitFor(hasTitle);
      return page.evaluate<[string, string]>(
        `[document.body, ${titleElement}].map((element, index) => getComputedStyle(element)[index ? 'color' : 'backgroundColor'])`,
      );
    };
    const brightness = (color: string) => Math.max(...(color.match(/\d+/g) ?? []).slice(0, 3).map(Number));
    const [background, title] = await readColors('dark');
    expect(brightness(background)).toBeLessThan(80);
    expect(brightness(title)).toBeGreaterThan(150);
    const [, lightTitle] = await readColors('light');
    expect(brightness(lightTitle)).toBeLessThan(120);
  }, 120_000);
});
