/** The way of a delivery from its operator to the map, as the people see it who take its steps. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { coverageFile, EAST, FACTS, type File, jsonFile, unclosedFile, WEST } from './coverage';
import { fromApi, launch, mapAtRest, PHONE, visit } from './page';

let browser: Browser;
/** The delivery that the tests hand in, decide on and compare. */
let first: number;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function openForm(page: Page, file: File, facts: Record<string, string> = FACTS) {
  await page.getByLabel('Täckningsfil').setInputFiles(file);
  await page.getByLabel('Fyll i från en JSON-fil').setInputFiles(jsonFile('fakta.json', facts));
  await page.getByText(/uppgifter är ifyllda från filen/).waitFor();
}

async function handIn(file: File, facts: Record<string, string>): Promise<number> {
  const { page } = await visit(
    browser,
    '/?section=deliveries&delivery=new',
    undefined,
    'operator ripa',
  );
  await openForm(page, file, facts);
  await page.getByRole('button', { name: 'Lämna in', exact: true }).click();
  const done = page.getByText(/^Leverans \d+ är inlämnad/);
  await done.waitFor();
  return Number(/\d+/.exec((await done.textContent()) ?? '')?.[0]);
}

async function decide(id: number, action: string, confirm: string, said: RegExp) {
  const { page, faults } = await visit(
    browser,
    `/?section=deliveries&delivery=${id}`,
    undefined,
    'procurer',
  );
  await page.getByRole('button', { name: action }).click();
  await page.getByRole('dialog').getByRole('button', { name: confirm }).click();
  await page.getByRole('status').filter({ hasText: said }).waitFor();
  expect(faults).toEqual([]);
}

it('an operator checks in private: nothing is kept, and each finding is at its place', async () => {
  const before = await fromApi<{ deliveries: unknown[] }>('deliveries');
  const { page, faults } = await visit(
    browser,
    '/?section=deliveries&delivery=new',
    undefined,
    'operator ripa',
  );
  await mapAtRest(page);
  await openForm(page, unclosedFile(WEST));
  await page.getByRole('button', { name: 'Kontrollera utan att lämna in' }).click();
  await page.getByText(/Ingenting är sparat\./).waitFor();
  const findings = page.getByRole('table', { name: 'Vad kontrollen fann' });
  await findings.getByRole('row').filter({ hasText: 'unclosed_ring' }).getByRole('button').click();
  await expect.poll(() => page.url()).toMatch(/#map=1[1-9][\d.]*\/66\.2/);
  expect(await fromApi('deliveries')).toEqual(before);
  expect(await page.getByLabel('Modell', { exact: true }).inputValue()).toBe('Påhittad');
  expect(faults).toEqual([]);
});

it('what is missing is said beside its field, and what was typed stays', async () => {
  const { page } = await visit(
    browser,
    '/?section=deliveries&delivery=new',
    PHONE,
    'operator ripa',
  );
  const { load: _, ...without } = FACTS;
  await openForm(page, coverageFile([WEST]), without);
  await page.getByRole('button', { name: 'Kontrollera utan att lämna in' }).click();
  const load = page.getByLabel('Last i nätet');
  await expect.poll(() => load.getAttribute('aria-invalid'), { timeout: 20_000 }).toBe('true');
  await page.getByRole('button', { name: /^Last i nätet: / }).click();
  expect(await load.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await page.getByLabel('Licens').inputValue()).toBe('CC-BY-4.0');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
});

it('an operator hands in, and sees that it waits', async () => {
  first = await handIn(coverageFile([WEST, EAST]), FACTS);
  const { page } = await visit(
    browser,
    `/?section=deliveries&delivery=${first}`,
    undefined,
    'operator ripa',
  );
  await page.getByText('Kontrollerad utan fel: väntar på beställarens beslut.').waitFor();
  expect(await page.getByRole('button', { name: 'Acceptera …' }).count()).toBe(0);
});

it('another network’s operator, and the public, see nothing of it', async () => {
  for (const holder of ['operator tjader', null] as const) {
    const { page } = await visit(browser, '/?section=deliveries', undefined, holder);
    const table = page.getByRole('table', { name: 'Leveranser, de nyaste först' });
    await table.waitFor();
    expect(await table.getByRole('button', { name: `Visa leverans ${first}` }).count()).toBe(0);
    await page.goto(page.url().replace(/\?.*/, `?section=deliveries&delivery=${first}`));
    await page.getByText(/^Leveransen finns inte, eller visas bara/).waitFor();
  }
});

it('a buyer accepts and publishes, and the page shows it at once', async () => {
  await decide(first, 'Acceptera …', 'Acceptera', /är accepterad/);
  await decide(first, 'Publicera …', 'Publicera', /är publicerad/);
  const at = `${WEST.lon},${WEST.lat}`;
  const { page, faults } = await visit(
    browser,
    `/?section=place&network=ripa&service=data100&at=${at}#map=10/${WEST.lat}/${WEST.lon}`,
  );
  await page
    .getByRole('row', { name: /Data 100 Mbit\/s/ })
    .getByText(/4G/)
    .waitFor();
  await mapAtRest(page);
  expect(faults).toEqual([]);
});

it('a rejection needs its reason, which the operator reads', async () => {
  const id = await handIn(coverageFile([WEST, EAST, { lon: 17.8, lat: 66.25 }]), {
    ...FACTS,
    simulation_date: '2026-10-20',
  });
  const { page } = await visit(
    browser,
    `/?section=deliveries&delivery=${id}`,
    undefined,
    'procurer',
  );
  await page.getByRole('button', { name: 'Avvisa …' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Avvisa' }).click();
  await dialog.getByText('Skriv varför leveransen avvisas.').waitFor();
  await dialog.getByLabel('Skäl').fill('Lasten stämmer inte med avtalet.');
  await dialog.getByRole('button', { name: 'Avvisa' }).click();
  await page.getByRole('status').filter({ hasText: 'är avvisad' }).waitFor();
  const operator = await visit(
    browser,
    `/?section=deliveries&delivery=${id}`,
    undefined,
    'operator ripa',
  );
  await operator.page.getByText('Lasten stämmer inte med avtalet.').waitFor();
});

it('a version that covers less is compared with the one before, in table and on the map', async () => {
  const second = await handIn(coverageFile([EAST]), { ...FACTS, simulation_date: '2026-11-01' });
  await decide(second, 'Acceptera …', 'Acceptera', /är accepterad/);
  await decide(second, 'Publicera …', 'Publicera', /är publicerad/);
  const { page, faults } = await visit(browser, `/?section=deliveries&delivery=${second}`);
  await page.getByRole('button', { name: `Jämför leverans ${first} med den här` }).click();
  const table = page.getByRole('table', {
    name: `Leverans ${first} jämförd med leverans ${second}`,
  });
  await table.getByRole('row', { name: /Arjeplog/ }).waitFor();
  expect(await table.getByRole('row', { name: /Arjeplog/ }).innerText()).toMatch(/−20[,\d]*\skm²/);
  await page.getByRole('list', { name: 'Visas nu på kartan' }).getByText('Förlorad').waitFor();
  await mapAtRest(page);
  expect(faults).toEqual([]);
});

it('coverage that was taken back since a day is a list of its own', async () => {
  const { page, faults } = await visit(browser, '/?section=changes&change=retreat');
  await page.getByLabel('Sedan').fill('2026-10-15');
  await page.getByRole('button', { name: 'Visa', exact: true }).click();
  const table = page.getByRole('table', { name: /^Tillbakadragen täckning sedan/ });
  await table.getByRole('row', { name: /Ripa, 4G Data 100/ }).waitFor();
  expect(faults).toEqual([]);
});

it('what is left when a technology closes is shown for the page’s own question', async () => {
  const { page, faults } = await visit(
    browser,
    '/?section=changes&change=shutdown&network=ripa&service=data10',
  );
  await page.getByLabel('Tekniken som stängs').selectOption('5G');
  await page.getByRole('table', { name: 'När 5G stängs: Data 10 Mbit/s, Ripa' }).waitFor();
  expect(faults).toEqual([]);
});
