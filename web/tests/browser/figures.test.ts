import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fromApi, launch, visit } from './page';

type Gaps = {
  zones: {
    zone: { name: string; kind: string };
    land_area: { covered_share: { percent: string } };
  }[];
};

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** The land share that the API has for a zone, as Swedish writes it. */
async function landShare(network: string, service: string, name: string): Promise<string> {
  const { zones } = await fromApi<Gaps>(`gaps?network=${network}&service=${service}`);
  const found = zones.find(({ zone }) => zone.name === name && zone.kind === 'municipality');
  return `${found?.land_area.covered_share.percent.replace('.', ',')}\u00a0%`;
}

function rowOf(page: Page, name: string) {
  return page.getByRole('row').filter({ has: page.getByRole('button', { name, exact: true }) });
}

it('has a row for every municipality and the sums of the counties', async () => {
  const { page, faults } = await visit(browser);
  const { zones } = await fromApi<{ zones: unknown[] }>('zones');
  await rowOf(page, 'Umeå').waitFor();
  expect(await page.locator('[data-zone]').count()).toBe(zones.length);
  expect(faults).toEqual([]);
});

it('changes with the network and the service', async () => {
  const { page, faults } = await visit(browser);
  for (const [network, name] of [
    ['ripa', 'Ripa'],
    ['jarv', 'Järv'],
  ] as const) {
    await page.getByRole('radio', { name }).check();
    await page.getByRole('table', { name: `Tal, ${name}` }).waitFor();
    const shown = await rowOf(page, 'Arjeplog').textContent();
    expect(shown).toContain(await landShare(network, 'voice', 'Arjeplog'));
  }
  await page.getByRole('radio', { name: 'Data 30 Mbit/s' }).check();
  await page.getByRole('table', { name: 'Data 30 Mbit/s, Järv' }).waitFor();
  const shown = await rowOf(page, 'Arjeplog').textContent();
  expect(shown).toContain(await landShare('jarv', 'data30', 'Arjeplog'));
  expect(faults).toEqual([]);
});

it('names what the figures rest on', async () => {
  const { page } = await visit(browser, '/?network=ripa');
  type Versions = { data_version: string; method_version: string };
  const { data_version, method_version } = await fromApi<Versions>('region');
  const basis = page.locator('.basis').first();
  await basis.waitFor();
  const line = await basis.textContent();
  expect(line).toMatch(/Redovisad täckning, utomhus, simulerad .*, metod \d+,/);
  expect(line).toContain(`metod ${method_version},`);
  expect(line).toContain(data_version.slice(0, 12));
});

it('shows a chosen municipality in detail', async () => {
  const { page, faults } = await visit(browser, '/?network=ripa');
  await rowOf(page, 'Gällivare').click();
  await page.getByRole('heading', { name: 'Gällivare i detalj' }).waitFor();
  expect(faults).toEqual([]);
});

it('links to the gap report in the language of the page, and to files that open', async () => {
  const { page } = await visit(browser, '/?network=ripa&lang=en');
  const report = page.getByRole('link', { name: /^Gap report for Ripa, to print/ });
  const opened = page.context().waitForEvent('page');
  await report.click();
  const printed = await opened;
  await printed.waitForLoadState();
  expect(await printed.title()).toBe('Gap report: Ripa');
  expect(await printed.locator('html').getAttribute('lang')).toBe('en');
  for (const name of ['Gap report for Ripa, CSV', 'Gap report for Ripa, GeoJSON', /^Gaps: /]) {
    const saved = page.waitForEvent('download');
    await page.getByRole('link', { name }).click();
    expect(await (await saved).failure()).toBeNull();
  }
});

it('leads from a missed requirement to the figures of the zone that misses it', async () => {
  const { page, faults } = await visit(browser, '/?section=requirements');
  const first = page.getByRole('article').first();
  await first.getByText('Var det saknas: Tjäder').click();
  const zone = first.getByRole('button', { name: 'Jokkmokk' });
  await zone.click();
  await page.getByRole('heading', { name: 'Jokkmokk i detalj' }).waitFor();
  await page.getByRole('table', { name: 'Tal, Tjäder' }).waitFor();
  expect(faults).toEqual([]);
});

it('says how to read the figures, and leads to what they rest on', async () => {
  const { page, faults } = await visit(browser, '/?network=ripa');
  await rowOf(page, 'Umeå').waitFor();
  await page.getByRole('button', { name: 'Så läser du' }).click();
  const help = page.getByRole('dialog', { name: 'Så läser du uppgifterna' });
  await help.getByText('Ej mätt är inte').waitFor();
  await help.getByRole('button', { name: 'Visa underlaget' }).click();
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('basis');
  expect(faults).toEqual([]);
});

it('evaluates every requirement for every network', async () => {
  const { page, faults } = await visit(browser, '/?section=requirements');
  const { requirements } = await fromApi<{ requirements: unknown[] }>('requirements');
  const { networks } = await fromApi<{ networks: unknown[] }>('networks');
  await page.locator('article .verdict').first().waitFor();
  await expect
    .poll(() => page.locator('article .verdict').count())
    .toBe(requirements.length * networks.length);
  expect(faults).toEqual([]);
});

it('speaks English when asked, and remembers it', async () => {
  const { page, faults } = await visit(browser);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Coverage by municipality' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  expect(page.url()).toContain('lang=en');
  await page.goto(new URL('/', page.url()).href);
  await page.getByRole('heading', { name: 'Coverage by municipality' }).waitFor();
  expect(faults).toEqual([]);
});

it('says that the figures failed, instead of an empty table, and asks again', async () => {
  const { page } = await visit(browser, '/?section=place');
  await page.route('**/api/v1/gaps?*', (route) => route.abort());
  await page.getByRole('radio', { name: 'Ripa' }).check();
  await page.getByRole('tab', { name: 'Kommuner' }).click();
  await page.getByRole('alert').filter({ hasText: 'Tjänsten svarar inte.' }).waitFor();
  expect(await page.locator('[data-zone]').count()).toBe(0);
  await page.unroute('**/api/v1/gaps?*');
  await page.getByRole('button', { name: 'Försök igen' }).click();
  await rowOf(page, 'Umeå').waitFor();
});
