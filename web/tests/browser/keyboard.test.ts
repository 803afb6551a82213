import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, mapAtRest, visit } from './page';

/** More stops than the page has before its table; a way that needs more is broken. */
const MOST_STOPS = 40;

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Presses Tab until the focus has the accessible text; fails where the keyboard never comes. */
async function tabTo(page: Page, text: RegExp): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press('Tab');
    if (text.test(await focused(page))) return;
  }
  throw new Error(`the keyboard did not reach ${text}`);
}

function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement | null;
    const label = element?.labels?.[0]?.textContent;
    return (label ?? element?.getAttribute('aria-label') ?? element?.textContent ?? '').trim();
  });
}

it('first offers to skip to the figures', async () => {
  const { page } = await visit(browser);
  await tabTo(page, /^Hoppa till uppgifterna$/);
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('panel');
});

it('chooses a network, asks at the map’s middle, and reads the answer', async () => {
  const { page, faults } = await visit(browser, '/#map=9/63.83/20.26');
  await mapAtRest(page);
  await tabTo(page, /Samtliga nät/);
  await page.keyboard.press('ArrowRight');
  await page.getByRole('table', { name: 'Tal, Ripa' }).waitFor();
  await tabTo(page, /^Karta\. Piltangenter/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /^Umeå/ }).waitFor();
  expect(faults).toEqual([]);
});

it('goes between the sections with the arrows', async () => {
  const { page } = await visit(browser);
  await page.getByRole('tab', { name: 'Kommuner' }).focus();
  await page.keyboard.press('ArrowRight');
  expect(await focused(page)).toBe('Verifiering');
  await page.keyboard.press('ArrowRight');
  expect(await focused(page)).toBe('Plats');
  await page.getByRole('heading', { name: 'Vem täcker här?' }).waitFor();
  await page.keyboard.press('End');
  expect(await focused(page)).toBe('Förändring');
});

it('asks who covers a position that is typed in, without the map', async () => {
  const { page, faults } = await visit(browser, '/?section=place');
  await page.getByLabel('Latitud (nord)').focus();
  await page.keyboard.type('63,83');
  await page.keyboard.press('Tab');
  await page.keyboard.type('20,26');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /^Umeå/ }).waitFor();
  expect(faults).toEqual([]);
});

it('sorts the table and chooses a municipality', async () => {
  const { page } = await visit(browser, '/?network=ripa');
  await page.getByRole('button', { name: 'Yta' }).focus();
  await page.keyboard.press('Enter');
  const heading = page.getByRole('columnheader', { name: 'Yta' });
  expect(await heading.getAttribute('aria-sort')).toBe('ascending');
  await page.getByRole('button', { name: 'Umeå', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Umeå i detalj' }).waitFor();
});
