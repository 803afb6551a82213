/** An area of one's own: drawn, read, undone; by the mouse, by keys, and as a file. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { coverageFile, jsonFile } from './coverage';
import { fromApi, launch, mapAtRest, serviceAddress, visit } from './page';

const UMEA = '/?section=own-area#map=9/63.9/20.2';
/** In the map's own pixels, around its middle; the map is at least that large. */
const CORNERS = [
  [120, 90],
  [330, 90],
  [330, 260],
  [120, 260],
] as const;

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function draw(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Rita på kartan' }).click();
  const canvas = page.locator('.maplibregl-canvas');
  for (const [count, [x, y]] of CORNERS.entries()) {
    await canvas.click({ position: { x, y } });
    await page.getByRole('heading', { name: `${count + 1} hörn` }).waitFor();
  }
}

function rowOf(page: Page, name: string) {
  const table = page.getByRole('table', { name: /^Täckning i området/ });
  return table.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
}

it('is drawn by clicks, has its table as the service says, and is taken away when that is confirmed', async () => {
  const { page, faults } = await visit(browser, UMEA);
  await mapAtRest(page);
  await draw(page);
  const answered = page.waitForResponse((response) => /own-zone\?/.test(response.url()));
  await page.getByRole('button', { name: 'Klar: räkna' }).click();
  await page.getByRole('heading', { name: 'Täckning i området' }).waitFor();
  type Answer = {
    supplies: { figures: { land_area: { covered_share: { percent: string } } } }[];
  };
  const { supplies } = (await (await answered).json()) as Answer;
  const names = ['Ripa', 'Tjäder', 'Järv', 'Samtliga nät', 'Alla nät samtidigt'];
  expect(supplies).toHaveLength(names.length);
  for (const [index, name] of names.entries()) {
    const percent = supplies[index]?.figures.land_area.covered_share.percent ?? 'none';
    expect(await rowOf(page, name).textContent()).toContain(percent.replace('.', ','));
  }
  await page.getByText('Kommuner som området berör: ').waitFor();

  await page.getByRole('button', { name: 'Ta bort området' }).click();
  const question = page.getByRole('dialog', { name: 'Ta bort området?' });
  await question.getByRole('button', { name: 'Behåll området' }).click();
  await rowOf(page, 'Ripa').waitFor();
  await page.getByRole('button', { name: 'Ta bort området' }).click();
  await question.getByRole('button', { name: 'Ta bort området' }).click();
  await page.getByText('Inga hörn än.').waitFor();
  expect(await page.getByRole('table').count()).toBe(0);
  expect(faults).toEqual([]);
});

it('a corner is undone by its button and by the map’s own key', async () => {
  const { page, faults } = await visit(browser, UMEA);
  await mapAtRest(page);
  await draw(page);
  await page.getByRole('button', { name: 'Ångra senaste hörnet' }).click();
  await page.getByRole('heading', { name: '3 hörn' }).waitFor();
  await page.locator('.maplibregl-canvas').focus();
  await page.keyboard.press('Backspace');
  await page.getByRole('heading', { name: '2 hörn' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Rita på kartan' }).waitFor();
  expect(faults).toEqual([]);
});

it('is drawn by the keyboard alone', async () => {
  const { page, faults } = await visit(browser, UMEA);
  await mapAtRest(page);
  await page.getByRole('button', { name: 'Rita på kartan' }).press('Enter');
  for (const [count, key] of ['ArrowRight', 'ArrowDown', 'ArrowLeft'].entries()) {
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: `${count + 1} hörn` }).waitFor();
    await page.keyboard.press(key);
    await mapAtRest(page);
  }
  await page.getByRole('button', { name: 'Klar: räkna' }).press('Enter');
  await rowOf(page, 'Samtliga nät').waitFor();
  expect(faults).toEqual([]);
});

it('comes as a file, follows the question, and can be taken along', async () => {
  const { page, faults } = await visit(browser, '/?section=own-area&network=jarv&service=data100');
  await page.getByRole('radio', { name: 'Fil eller text' }).check();
  await page.getByLabel('GeoJSON-fil').setInputFiles(coverageFile([{ lon: 20.2, lat: 64.1 }]));
  await page.getByRole('table', { name: 'Täckning i området: Data 100 Mbit/s' }).waitFor();
  await page.getByRole('radio', { name: 'Minst två nät' }).check();
  await rowOf(page, 'Minst två nät').waitFor();
  for (const name of ['Tabellen (CSV)', 'Bristerna (GeoJSON)', 'Området (GeoJSON)']) {
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name }).click();
    expect(await (await saved).failure()).toBeNull();
  }
  expect(faults).toEqual([]);
});

it('says at the field why a file cannot be used', async () => {
  const { page } = await visit(browser, '/?section=own-area');
  await page.getByRole('radio', { name: 'Fil eller text' }).check();
  const field = page.getByLabel('GeoJSON-fil');
  const rome = coverageFile([{ lon: 12.5, lat: 41.9 }]);
  await field.setInputFiles(rome);
  const refused = page.getByRole('alert').filter({ hasText: 'Ytan ligger utanför området.' });
  await refused.waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  await field.setInputFiles(jsonFile('inget.geojson', 'ingen yta'));
  await page.getByRole('alert').filter({ hasText: 'Det här är inte GeoJSON' }).waitFor();
});

it('the largest gaps of a municipality are listed as the service ranks them, and shown on the map', async () => {
  const { page, faults } = await visit(browser, '/?network=jarv&service=data30&zone=2418');
  await mapAtRest(page);
  await page.getByRole('heading', { name: 'Största bristerna' }).waitFor();
  await page.getByLabel('Ordna efter').selectOption('area');
  const table = page.getByRole('table', { name: /störst yta/ });
  await table.waitFor();
  const asked = 'gaps.geojson?network=jarv&service=data30&zone=2418&order=area&limit=10';
  const { features } = await fromApi<{ features: unknown[] }>(asked);
  await expect.poll(() => table.locator('tbody tr').count()).toBe(features.length);
  await table.getByRole('button', { name: 'Visa på kartan brist 1' }).click();
  await mapAtRest(page);
  expect(new URL(page.url()).hash).toMatch(/^#map=/);
  expect(faults).toEqual([]);
});

// Verified figures of several networks are computed when they are first asked for.
it('a link with more choices shows the same, and says what the map cannot', async () => {
  const search =
    '?lang=sv&network=at-least-2&without_technology=4G&evidence=verified&zone=2418&service=data10';
  const { page, faults } = await visit(browser, `/${search}`);
  const sentence =
    'Data 10 Mbit/s: verifierad täckning från minst två nät, utan 4G, som det är nu.';
  await page.getByText(sentence).first().waitFor({ timeout: 120_000 });
  await page.getByText('Kartan ritar frågans täckningsbrister i').waitFor();
  expect(await page.getByRole('checkbox', { name: 'Redovisad täckning' }).isDisabled()).toBe(true);
  const asked = new URL(page.url()).searchParams;
  for (const [name, value] of new URL(search, serviceAddress()).searchParams)
    expect(asked.get(name)).toBe(value);
  expect(faults).toEqual([]);
}, 150_000);

it('two days are compared by the question', async () => {
  const { page, faults } = await visit(browser, '/?section=changes&change=days&network=tjader');
  await page.getByLabel('Från slutet av').fill('2026-09-01');
  await page.getByRole('button', { name: 'Jämför', exact: true }).click();
  await page
    .getByRole('table', { name: 'Tal, Tjäder: 1 september 2026 till nu' })
    .waitFor({ timeout: 45_000 });
  expect(page.url()).toContain('since=2026-09-01');
  await page.getByText('Underlag före').waitFor();
  expect(faults).toEqual([]);
});
