/** The page where its map cannot be drawn: nothing but the map may be missing. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, NO_WEBGL, visit } from './page';

let browser: Browser;
beforeAll(async () => {
  browser = await launch(NO_WEBGL);
});
afterAll(() => browser.close());

async function saysSo(page: Page): Promise<void> {
  await page.getByRole('alert').filter({ hasText: 'Kartan kan inte ritas' }).waitFor();
}

it('says so without WebGL, and keeps the figures', async () => {
  const { page } = await visit(browser, '/?network=ripa');
  await saysSo(page);
  await page.getByRole('button', { name: 'Umeå', exact: true }).click();
  await page.getByRole('heading', { name: 'Umeå i detalj' }).waitFor();
});

it('takes a report without WebGL, and does not offer the map for its place', async () => {
  const { page } = await visit(browser, '/?section=dead-zones');
  await saysSo(page);
  expect(await page.getByRole('button', { name: 'Välj på kartan' }).count()).toBe(0);
  await page.getByLabel('Samtal').check();
  await page.getByLabel('Latitud (nord)').fill('64,75');
  await page.getByLabel('Longitud (öst)').fill('20,95');
  await page.getByRole('button', { name: 'Skicka anmälan' }).click();
  await page.getByRole('heading', { name: /^Tack! Anmälan har nummer/ }).waitFor();
});

it('has its figures before the map library has come', async () => {
  const { page } = await visit(browser, '/?section=place');
  await page.route('**/assets/coverageMap*', () => {});
  await page.reload({ waitUntil: 'commit' });
  await page.getByRole('tab', { name: 'Kommuner' }).click();
  await page.getByRole('button', { name: 'Umeå', exact: true }).waitFor();
});
