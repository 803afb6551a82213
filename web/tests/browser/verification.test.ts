import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MeasurementPlan, Verification } from '../../src/api/types';
import { fromApi, launch, mapAtRest, visit } from './page';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const plain = (text: string | null) => (text ?? '').replace(/[\u00a0\s]+/g, ' ').trim();

it('shows the matrix, and what is proved in a municipality, as the service answers it', async () => {
  const { page, faults } = await visit(browser, '/?section=verification&network=jarv');
  const matrix = page.getByRole('table', { name: 'Mätta rutor, signal: Tal' });
  const row = matrix.getByRole('row', { name: /^Jokkmokk/ });
  const answer = await fromApi<Verification>('verification?network=jarv&service=voice&zone=2510');
  const [verdict] = answer.verdicts;
  if (!verdict) throw new Error('no verdict on Jokkmokk');
  const { claimed_passed, claimed_failed } = verdict.by_signal.matrix;
  const cells = (await row.getByRole('cell').allInnerTexts()).map(plain);
  const figures = [claimed_passed, claimed_failed].map((count) => count.toLocaleString('sv-SE'));
  expect(cells.slice(1, 3)).toEqual(figures.map(plain));

  await row.getByRole('button', { name: 'Jokkmokk' }).click();
  const facts = page.getByRole('table', { name: 'Järv, signal och tjänst bredvid varandra' });
  await facts.waitFor();
  const { passing, votes } = verdict.by_service;
  const counted = plain(
    await facts.getByRole('row', { name: /^Godkända av utfall/ }).textContent(),
  );
  expect(counted).toContain(
    plain(`${passing.toLocaleString('sv-SE')} av ${votes.toLocaleString('sv-SE')}`),
  );
  const proved = page.getByRole('table', {
    name: 'Järv: redovisat, och vad som är bevisat av det',
  });
  const names = (await proved.getByRole('rowheader').allInnerTexts()).map(plain);
  expect(names.slice(0, 3)).toEqual(['Yta', 'Invånare', 'Väg']);
  expect(page.url()).toContain('zone=2510');
  expect(faults).toEqual([]);
});

it('draws five states on the map from the whole region down, with a legend for each', async () => {
  const { page, faults } = await visit(browser, '/?network=jarv&layers=verification');
  await mapAtRest(page);
  const legend = page.getByRole('list', { name: 'Redovisat mot uppmätt' });
  expect((await legend.getByRole('listitem').allInnerTexts()).map(plain)).toEqual([
    'Bekräftad',
    'Motbevisad',
    'Osäker',
    'Ej mätt',
    'Mätt utanför redovisat',
  ]);
  expect(faults).toEqual([]);
});

it('plans where to measure next in a zone, with files to take along', async () => {
  const { page, faults } = await visit(browser, '/?network=jarv&section=verification&zone=2510');
  await page.getByLabel('Att köra sammanlagt, km').fill('0');
  await page.getByRole('button', { name: 'Gör en mätplan' }).click();
  await page.getByText('Skriv ett tal från 1 till 5 000.').waitFor();
  await page.getByLabel('Att köra sammanlagt, km').fill('150');
  await page.getByRole('button', { name: 'Gör en mätplan' }).click();
  const table = page.getByRole('table', { name: 'Sträckor i den ordning de körs' });
  await table.waitFor();
  const plan = await fromApi<MeasurementPlan>(
    'measurement-plans?network=jarv&service=voice&zone=2510&budget_km=150&days=3',
  );
  expect(await table.getByRole('rowheader').count()).toBe(plan.pieces.length);
  expect(plan.driven_m).toBeLessThanOrEqual(150_000);
  const gpx = await page.getByRole('link', { name: 'GPX till navigatorn' }).getAttribute('href');
  expect(gpx).toContain('format=gpx');
  await page.getByRole('list', { name: 'Visas nu på kartan' }).getByText('Mätplan').waitFor();
  expect(faults).toEqual([]);
});
