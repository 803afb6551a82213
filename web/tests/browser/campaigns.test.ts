import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, visit } from './page';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** A call a minute by a phone on its way north, 111 m a step; one of them on Wi-Fi. */
function drive(): Buffer {
  const header = 'time,lon,lat,network,plmn,technology,service,success,accuracy_m,wifi,device,run';
  const rows = Array.from({ length: 30 }, (_, step) => {
    const time = `2026-11-03T10:${String(step).padStart(2, '0')}:00Z`;
    const lat = (66.6 + step / 1000).toFixed(4);
    return `${time},19.85,${lat},jarv,999-03,4G,voice,true,5,${step === 15},phone-1,Morgon`;
  });
  return Buffer.from([header, ...rows].join('\n'));
}

it('is there for those alone who may hand in measurements', async () => {
  for (const holder of ['operator ripa', null] as const) {
    const { page } = await visit(browser, '/?section=campaigns', undefined, holder);
    await page.getByRole('tab', { name: 'Kommuner', selected: true }).waitFor();
    expect(await page.getByRole('tab', { name: 'Mätkampanjer' }).count()).toBe(0);
  }
});

it('begins a campaign, takes a drive without its ends, and erases it', async () => {
  const { page, faults } = await visit(browser, '/?section=campaigns', undefined, 'administrator');
  await page.getByLabel('Namn').fill('Sopbilar i Jokkmokk');
  await page.getByLabel('Utelämna i körningens ändar').fill('en bit');
  await page.getByRole('button', { name: 'Börja en kampanj' }).click();
  await page.getByText('Skriv ett tal.').waitFor();
  await page.getByLabel('Utelämna i körningens ändar').fill('300');
  await page.getByRole('button', { name: 'Börja en kampanj' }).click();
  await page.getByText('Kampanjen Sopbilar i Jokkmokk har börjat.').waitFor();
  await page.getByRole('button', { name: 'Sopbilar i Jokkmokk' }).click();
  await page.getByText('Inget är inlämnat i kampanjen ännu.').waitFor();

  await page.getByRole('button', { name: 'Lämna in', exact: true }).click();
  await page.getByText('Välj en fil.').waitFor();
  await page
    .getByLabel('Mätfil')
    .setInputFiles({ name: 'morgon.csv', mimeType: 'text/csv', buffer: drive() });
  await page.getByLabel('Fordon').fill('sopbil 4');
  await page.getByLabel('Antennens plats').selectOption('roof');
  await page.getByRole('button', { name: 'Lämna in', exact: true }).click();
  // Three steps at each end are within 300 m of it.
  await page.getByText('24 av 30 rader är mottagna.').waitFor();
  await page.getByRole('row', { name: 'på Wi-Fi 1' }).waitFor();
  const run = page.getByRole('row', { name: /^Morgon/ });
  expect(await run.innerText()).toContain('sopbil 4, taket');
  expect(await run.innerText()).not.toContain('phone-1');

  await page.getByRole('button', { name: 'Radera körning Morgon' }).click();
  const dialog = page.getByRole('dialog', { name: 'Radera körning Morgon?' });
  await dialog.getByRole('button', { name: 'Radera' }).click();
  await dialog.getByText('Skriv varför.').waitFor();
  await dialog.getByLabel('Skäl').fill('prov av sidan');
  await dialog.getByRole('button', { name: 'Radera' }).click();
  await page.getByText('Raderat: 24 prov i en körning.').waitFor();
  await page.getByRole('row', { name: /^raderad/ }).waitFor();
  expect(page.url()).toContain('campaign=');
  expect(faults).toEqual([]);
});
