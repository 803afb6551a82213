import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, mapAtRest, PHONE, visit } from './page';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function reported(page: Page): Promise<number> {
  await page.getByRole('heading', { name: 'Anmälda vita fläckar' }).waitFor();
  const waiting = page.getByRole('status').filter({ hasText: 'Hämtar' });
  await expect.poll(() => waiting.count(), { timeout: 20_000 }).toBe(0);
  return page.getByRole('button', { name: /^Visa på kartan nummer/ }).count();
}

async function openCoordinates(page: Page): Promise<void> {
  await page.getByText('Skriv koordinater').click();
}

it('is reported from typed coordinates, answered at once, and listed', async () => {
  const { page, faults } = await visit(browser, '/?section=dead-zones');
  const before = await reported(page);
  await page.getByLabel('Samtal').check();
  await openCoordinates(page);
  await page.getByLabel('Latitud (nord)').fill('64,75');
  await page.getByLabel('Longitud (öst)').fill('20,95');
  await page.getByRole('group', { name: 'Vilka nät?' }).getByLabel('Järv').check();
  await page.getByLabel('Vad hände?').fill('Samtalet bröts vid vändplanen');
  await page.getByRole('button', { name: 'Skicka anmälan' }).click();
  await page.getByRole('heading', { name: /^Tack! Anmälan har nummer \d+\.$/ }).waitFor();
  await page.getByRole('table', { name: /^Vad näten redovisar/ }).waitFor();
  await expect.poll(() => reported(page)).toBe(before + 1);
  expect(faults).toEqual([]);
});

it('can be placed on the map', async () => {
  const { page, faults } = await visit(browser, '/?section=dead-zones#map=9/63.83/20.26');
  await mapAtRest(page);
  await page.getByRole('button', { name: 'Välj på kartan' }).click();
  await page.locator('.maplibregl-canvas').click();
  await expect.poll(() => page.getByLabel('Latitud (nord)').inputValue()).toMatch(/^63,8\d*$/);
  expect(await page.getByRole('tab', { name: 'Vita fläckar' }).getAttribute('aria-selected')).toBe(
    'true',
  );
  expect(faults).toEqual([]);
});

it('says what is wrong beside the field, and loses nothing', async () => {
  const { page } = await visit(browser, '/?section=dead-zones');
  await page.getByLabel('Vad hände?').fill('Ingen täckning');
  await page.getByRole('button', { name: 'Skicka anmälan' }).click();
  const calls = page.getByLabel('112');
  expect(await calls.getAttribute('aria-invalid')).toBe('true');
  expect(await calls.evaluate((field) => field === document.activeElement)).toBe(true);
  await page.getByText('Välj minst en sak som inte fungerar.').waitFor();
  expect(await page.getByLabel('Latitud (nord)').getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByLabel('Vad hände?').inputValue()).toBe('Ingen täckning');
});

it('shows the service’s own reason when it refuses', async () => {
  const { page } = await visit(browser, '/?section=dead-zones');
  await page.getByLabel('Samtal').check();
  await openCoordinates(page);
  await page.getByLabel('Latitud (nord)').fill('41,9');
  await page.getByLabel('Longitud (öst)').fill('12,5');
  await page.getByRole('button', { name: 'Skicka anmälan' }).click();
  await page.getByRole('alert').filter({ hasText: 'Anmälan är inte skickad' }).waitFor();
  expect(await page.getByLabel('Latitud (nord)').inputValue()).toBe('41,9');
});

it('is placed by a name as one types it on a phone', async () => {
  const { page, faults } = await visit(browser, '/?section=dead-zones', PHONE);
  await page.getByLabel('Sök ort eller plats').fill('skelefte');
  await page.getByRole('button', { name: /^Skellefteå kommun/ }).click();
  await expect.poll(() => page.getByLabel('Latitud (nord)').inputValue()).toMatch(/^6[45],\d+$/);
  expect(faults).toEqual([]);
});

it('is placed where the device stands', async () => {
  const { page } = await visit(browser, '/?section=dead-zones', PHONE);
  const at = { latitude: 64.75, longitude: 20.95, accuracy: 12 };
  await page.context().grantPermissions(['geolocation']);
  await page.context().setGeolocation(at);
  await page.getByRole('button', { name: 'Här står jag' }).click();
  await page.getByText('Position hittad, på 12 m när.').waitFor();
  expect(await page.getByLabel('Latitud (nord)').inputValue()).toBe('64,75');
});

it('is a stretch by clicks on the map, and by keys alone', async () => {
  const { page, faults } = await visit(browser, '/?section=dead-zones#map=9/64.75/20.9');
  await mapAtRest(page);
  await page.getByLabel('En sträcka').check();
  await page.getByLabel('Samtal').check();
  await page.getByRole('button', { name: 'Välj på kartan' }).click();
  const canvas = page.locator('.maplibregl-canvas');
  await canvas.click({ position: { x: 200, y: 200 } });
  await page.getByText('Platser: 1').waitFor();
  await canvas.press('Enter');
  await page.getByText('Platser: 2').waitFor();
  await canvas.press('Backspace');
  await page.getByText('Platser: 1').waitFor();
  await canvas.press('Enter');
  await page.getByRole('button', { name: 'Skicka anmälan' }).click();
  await page.getByRole('heading', { name: /^Tack! Anmälan har nummer/ }).waitFor();
  expect(faults).toEqual([]);
});

it('has buttons for a thumb in a glove, in one column on a narrow phone', async () => {
  const narrow = { width: 360, height: 740 };
  const { page } = await visit(browser, '/?section=dead-zones', narrow);
  const form = page.locator('form').filter({ hasText: 'Vad fungerar inte?' });
  const touched = form.locator(
    'button:visible, label:has(input[type="radio"], input[type="checkbox"]), summary',
  );
  const heights = await touched.evaluateAll((all) =>
    all.map((one) => Math.round(one.getBoundingClientRect().height)),
  );
  expect(heights.length).toBeGreaterThan(15);
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(56);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(narrow.width);
});
