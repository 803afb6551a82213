/** The page inside the dead zone: kept by the browser, and with it what is reported, until there is a way out. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fromApi, launch, PHONE, serviceAddress, visit } from './page';

type Listed = { features: { properties: { text: string; observed_at: string; number: number } }[] };

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Opens the page on a phone, and waits until the browser has all of it. */
async function kept(): Promise<{ page: Page; context: BrowserContext }> {
  const { page } = await visit(browser, '/?section=dead-zones', PHONE, null, 'allow');
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  // Once more, so that what the page asks goes through what keeps it.
  await page.reload();
  await page.getByRole('tabpanel').waitFor();
  return { page, context: page.context() };
}

async function write(page: Page, text: string, latitude: string): Promise<void> {
  await page.getByLabel('Samtal').check();
  const latitudeField = page.getByLabel('Latitud (nord)');
  if (!(await latitudeField.isVisible())) await page.getByText('Skriv koordinater').click();
  await latitudeField.fill(latitude);
  await page.getByLabel('Longitud (öst)').fill('20,95');
  await page.getByLabel('Vad hände?').fill(text);
  await page.getByRole('button', { name: 'Skicka anmälan' }).click();
}

async function listedNumbers(): Promise<number[]> {
  const { features } = await fromApi<Listed>('dead-zones');
  return features.map(({ properties }) => properties.number);
}

it('is made without a connection, survives a restart, and is sent once with its own time', async () => {
  const { page, context } = await kept();
  const before = await listedNumbers();
  await context.setOffline(true);
  await page.getByText('Ingen anslutning. Anmäl ändå').waitFor();
  const earliest = Date.now();
  await write(page, 'Tyst vid bron', '64,75');
  await page.getByRole('heading', { name: 'Anmälan är sparad i telefonen' }).waitFor();
  const latest = Date.now();
  expect(await page.getByLabel('Vad hände?').inputValue()).toBe('');

  await page.reload();
  await page.getByRole('heading', { name: 'Väntar på att skickas' }).waitFor();
  await page.getByText('Tyst vid bron').waitFor();

  await context.setOffline(false);
  await page.getByText(/^En sparad anmälan är skickad och har nummer \d+\.$/).waitFor();
  expect(await page.getByRole('heading', { name: 'Väntar på att skickas' }).count()).toBe(0);
  await page.reload();
  await page.getByText(/^En sparad anmälan är skickad/).waitFor();
  await page.getByRole('button', { name: 'Stäng' }).click();
  await page.getByText(/^En sparad anmälan är skickad/).waitFor({ state: 'hidden' });
  await page.reload();
  await page.getByRole('tabpanel').waitFor();
  expect(await page.getByText(/^En sparad anmälan är skickad/).count()).toBe(0);

  const { features } = await fromApi<Listed>('dead-zones');
  const fresh = features.filter(({ properties }) => !before.includes(properties.number));
  expect(fresh).toHaveLength(1);
  const observed = Date.parse(fresh[0]?.properties.observed_at ?? '');
  expect(observed).toBeGreaterThanOrEqual(earliest);
  expect(observed).toBeLessThanOrEqual(latest);
});

it('what was on its way when the answer was lost is no second report', async () => {
  const { page } = await visit(browser, '/?section=dead-zones', PHONE);
  const before = await listedNumbers();
  let lost = 0;
  await page.route('**/api/v1/dead-zones', async (route) => {
    if (route.request().method() !== 'POST' || lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    await route.abort('connectionreset');
  });
  await write(page, 'Svaret kom aldrig', '64,76');
  await page.getByRole('heading', { name: 'Anmälan är sparad i telefonen' }).waitFor();
  await page.getByRole('button', { name: 'Skicka nu' }).click();
  await page.getByText(/^En sparad anmälan är skickad/).waitFor();
  expect(lost).toBe(1);
  expect(await listedNumbers()).toHaveLength(before.length + 1);
});

it('what is refused afterwards is kept with its reason, to be changed or removed', async () => {
  const { page, context } = await kept();
  await context.setOffline(true);
  await write(page, 'Långt borta', '41,9');
  await page.getByRole('heading', { name: 'Väntar på att skickas' }).waitFor();
  await context.setOffline(false);
  await page.getByRole('heading', { name: 'Kunde inte tas emot' }).waitFor();
  await page.getByText(/Inte mottagen: .+/).waitFor();

  await page.getByRole('button', { name: /^Ändra anmälan/ }).press('Enter');
  await page.getByText('Anmälan ligger i formuläret igen.').waitFor();
  expect(await page.getByLabel('Vad hände?').inputValue()).toBe('Långt borta');
  expect(await page.getByLabel('Latitud (nord)').inputValue()).toBe('41,9');
  await page.getByLabel('Latitud (nord)').fill('64,77');
  await page.getByRole('button', { name: 'Skicka anmälan' }).press('Enter');
  await page.getByRole('heading', { name: /^Tack! Anmälan har nummer \d+\.$/ }).waitFor();
  expect(await page.getByRole('heading', { name: 'Kunde inte tas emot' }).count()).toBe(0);

  await context.setOffline(true);
  await write(page, 'Ångrad', '64,78');
  await page.getByRole('button', { name: /^Ta bort anmälan/ }).press('Enter');
  await expect.poll(() => page.getByText('Ångrad').count()).toBe(0);
});

it('shows the map and the region as they were last seen', async () => {
  const { page, context } = await kept();
  await page.locator('.maplibregl-map[aria-busy="false"]').waitFor({ timeout: 45_000 });
  await context.setOffline(true);
  await page.reload();
  await page.getByRole('heading', { name: 'Anmäl en vit fläck' }).waitFor();
  await page.locator('.maplibregl-map[aria-busy="false"]').waitFor({ timeout: 45_000 });
  await page
    .getByRole('button', { name: /^Visa på kartan nummer/ })
    .first()
    .waitFor();
});

it('can be installed: a manifest with pictures of its own, and a worker that is never stale', async () => {
  const read = async (path: string) => fetch(serviceAddress() + path);
  const manifest = await read('/manifest.webmanifest');
  expect(manifest.headers.get('content-type')).toBe('application/manifest+json');
  const { icons } = (await manifest.json()) as { icons: { src: string; type: string }[] };
  for (const { src, type } of icons) {
    const icon = await read(src);
    expect([icon.status, icon.headers.get('content-type')]).toEqual([200, type]);
  }
  const worker = await read('/worker.js');
  expect(worker.headers.get('content-type')).toMatch(/^text\/javascript/);
  expect(worker.headers.get('cache-control')).toBe('no-cache');
  expect(worker.headers.get('content-security-policy')).not.toContain('unsafe');
});
