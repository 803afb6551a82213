import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, visit } from './page';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

it('is there for those alone who may read what is called off', async () => {
  for (const holder of ['operator ripa', null] as const) {
    const { page } = await visit(browser, '/?section=agreement', undefined, holder);
    await page.getByRole('tab', { name: 'Kommuner', selected: true }).waitFor();
    expect(await page.getByRole('tab', { name: 'Ramavtal' }).count()).toBe(0);
  }
});

it('counts call-offs against the ceiling, and tells which rows it can’t take', async () => {
  const { page, faults } = await visit(
    browser,
    '/?section=administration',
    undefined,
    'administrator',
  );
  await page.getByLabel('Namn').fill('Prov av ramavtal');
  await page.getByLabel('Organisationsnummer').fill('402000-0057');
  await page.getByRole('button', { name: 'Lägg till', exact: true }).click();
  await page.getByRole('rowheader', { name: 'Prov av ramavtal' }).waitFor();

  await page.getByRole('tab', { name: 'Ramavtal' }).click();
  await page.getByText('Lägg in ett ramavtal').first().click();
  const begin = page.getByRole('form', { name: 'Lägg in ett ramavtal' });
  await begin.getByLabel('Namn').fill('Telefoni 2026');
  await begin.getByLabel('Tak i kronor').fill('1 000 000');
  await begin.getByLabel('Väntat på ett år').fill('250 000');
  await begin.getByLabel('Första dagen').fill('2026-01-01');
  await begin.getByRole('button', { name: 'Lägg in ett ramavtal' }).click();
  await page.getByRole('heading', { name: 'Telefoni 2026' }).waitFor();

  const entitle = page.getByRole('form', { name: 'Ge en organisation rätt att avropa' });
  await entitle.getByLabel('Organisationsnummer').fill('402000-0057');
  await entitle.getByRole('button', { name: 'Spara' }).click();
  await page.getByText('402000-0057 får avropa.').waitFor();

  const rows = ['402000-0057;2026-02-01;850 000;Nätet;A1', '402000-0057;2026-02-30;1;Nätet;A2'];
  const table = ['Organisationsnummer;Datum;Belopp;Leverantör;Referens', ...rows].join('\n');
  await page
    .getByLabel('CSV-fil')
    .setInputFiles({ name: 'avrop.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
  await page.getByRole('button', { name: 'Lämna in', exact: true }).click();
  await page.getByText('1 avrop är mottagna, 0 fanns redan.').waitFor();
  await page.getByRole('row', { name: /^2 `2026-02-30` är ingen dag/ }).waitFor();
  await page.getByText('Mer än 80 procent av taket är avropat.').waitFor();
  await page.getByRole('img', { name: /850\s000\skr av 1\s000\s000\skr är avropat/ }).waitFor();

  const one = page.getByRole('form', { name: 'Ett avrop' });
  await one.getByLabel('Organisationsnummer').fill('402000-0057');
  await one.getByLabel('Dag').fill('2026-03-01');
  await one.getByLabel('Belopp').fill('150 000');
  await one.getByLabel('Leverantör').fill('Nätet');
  await one.getByLabel('Referens').fill('A3');
  await one.getByRole('button', { name: 'Spara' }).click();
  await page.getByText('Taket är nått.').waitFor();
  expect(faults).toEqual([]);
});
