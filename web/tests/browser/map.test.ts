import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DESKTOP, fromApi, launch, mapAtRest, PHONE, visit } from './page';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** How many different colours a sample of the map's pixels has: a blank map has one. */
async function coloursOnMap(page: Page): Promise<number> {
  const png = await page.locator('.maplibregl-canvas').screenshot();
  return page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    const { data } = context?.getImageData(0, 0, image.width, image.height) ?? { data: [] };
    const colours = new Set<number>();
    for (let at = 0; at < data.length; at += 4 * 97)
      colours.add(((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0));
    return colours.size;
  }, png.toString('base64'));
}

it('loads without a fault and draws the map', async () => {
  const { page, faults } = await visit(browser);
  await mapAtRest(page);
  expect(await coloursOnMap(page)).toBeGreaterThan(20);
  expect(faults).toEqual([]);
});

it('fits a desk’s window: only the figures scroll', async () => {
  const { page } = await visit(browser, '/?network=ripa');
  await page
    .getByRole('link', { name: /^Bristrapport/ })
    .first()
    .waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(DESKTOP.height);
});

it('answers who covers where the reader clicks', async () => {
  const { page, faults } = await visit(browser, '/?network=ripa#map=9/63.83/20.26');
  await mapAtRest(page);
  await page.locator('.maplibregl-canvas').click();
  const answer = page.getByRole('table', { name: 'Redovisat och uppmätt på platsen' });
  await answer.waitFor();
  const { networks } = await fromApi<{ networks: { name: string }[] }>('networks');
  const columns = await answer.getByRole('columnheader').allTextContents();
  expect(columns.map((text) => text.trim()).slice(1)).toEqual(networks.map(({ name }) => name));
  expect(await page.getByRole('heading', { name: 'Umeå' }).count()).toBe(1);
  expect(await page.locator('.map-marker').count()).toBe(1);
  expect(faults).toEqual([]);
});

it('draws measured cells in patterns when they are switched on', async () => {
  const { page, faults } = await visit(browser, '/?network=ripa#map=12/63.83/20.26');
  await mapAtRest(page);
  await page.getByRole('checkbox', { name: 'Mätningar' }).check();
  expect(await page.getByRole('list', { name: 'Mätningar' }).allInnerTexts()).toEqual([
    expect.stringMatching(/Bekräftad\s+Motbevisad\s+Osäker\s+Ej mätt/),
  ]);
  await mapAtRest(page);
  expect(faults).toEqual([]);
});

it('has the map on top on a phone, and nothing wider than the page', async () => {
  const { page, faults } = await visit(browser, '/', PHONE);
  await mapAtRest(page);
  const map = await page.getByRole('region', { name: /^Karta\./ }).boundingBox();
  const panel = await page.getByRole('tabpanel').boundingBox();
  expect(map?.y).toBeLessThan(panel?.y ?? 0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
  expect(await coloursOnMap(page)).toBeGreaterThan(20);
  expect(faults).toEqual([]);
});

it('brings the answer into sight where a phone’s map is tapped', async () => {
  const { page } = await visit(browser, '/#map=9/63.83/20.26', PHONE);
  await mapAtRest(page);
  await page.locator('.maplibregl-canvas').click();
  const answer = page.getByRole('heading', { name: /^Umeå/ });
  await answer.waitFor();
  const box = await answer.boundingBox();
  expect(box?.y).toBeLessThan(PHONE.height / 2);
});

it('keeps an opened table within a phone’s width', async () => {
  const { page } = await visit(browser, '/?section=requirements', PHONE);
  await page.getByText('Var det saknas: Järv').first().click();
  const card = await page.getByRole('article').first().boundingBox();
  const table = await page.getByRole('group', { name: 'Var det saknas: Järv' }).boundingBox();
  expect((table?.x ?? 0) + (table?.width ?? 0)).toBeLessThan((card?.x ?? 0) + (card?.width ?? 0));
});

it('shows its sources when they are asked for, and covers nothing before', async () => {
  const { page } = await visit(browser);
  const { attribution } = await fromApi<{ attribution: string[] }>('region');
  expect(await page.getByText(attribution[0] ?? '').isVisible()).toBe(false);
  await page.getByText('Källor').click();
  expect(await page.getByText(attribution[0] ?? '').isVisible()).toBe(true);
});

it('keeps the view in the address', async () => {
  const search = '?lang=en&network=jarv&service=data30&zone=2480&layers=coverage,gaps,roads';
  const { page } = await visit(browser, `/${search}`);
  await mapAtRest(page);
  const address = new URL(page.url());
  expect(address.search).toBe(search);
  expect(address.hash).toMatch(/^#map=[\d.]+\/[\d.]+\/[\d.]+$/);
});
