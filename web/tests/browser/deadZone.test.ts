import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, mapAtRest, visit } from './page';

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

it('is reported from typed coordinates, answered at once, and listed', async () => {
  const { page, faults } = await visit(browser, '/?section=dead-zones');
  const before = await reported(page);
  await page.getByLabel('Latitud (nord)').fill('64,75');
  await page.getByLabel('Longitud (öst)').fill('20,95');
  await page.getByLabel('Vilket nät?').selectOption('jarv');
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
  const latitude = page.getByLabel('Latitud (nord)');
  expect(await latitude.getAttribute('aria-invalid')).toBe('true');
  expect(await latitude.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await page.getByLabel('Vad hände?').inputValue()).toBe('Ingen täckning');
});

it('shows the service’s own reason when it refuses', async () => {
  const { page } = await visit(browser, '/?section=dead-zones');
  await page.getByLabel('Latitud (nord)').fill('41,9');
  await page.getByLabel('Longitud (öst)').fill('12,5');
  await page.getByRole('button', { name: 'Skicka anmälan' }).click();
  await page.getByRole('alert').filter({ hasText: 'Anmälan är inte skickad' }).waitFor();
  expect(await page.getByLabel('Latitud (nord)').inputValue()).toBe('41,9');
});
