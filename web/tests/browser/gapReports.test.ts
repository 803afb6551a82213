import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, visit } from './page';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

it('is there for those alone who may read cases', async () => {
  const { page } = await visit(browser, '/?section=gap-reports');
  await page.getByRole('tab', { name: 'Kommuner', selected: true }).waitFor();
  expect(await page.getByRole('tab', { name: 'Bristrapporter' }).count()).toBe(0);
});

it('is issued by the buyer, and fetched and answered by the operator', async () => {
  const buyer = await visit(browser, '/?section=gap-reports', undefined, 'procurer');
  await buyer.page.getByLabel('Nät', { exact: true }).last().selectOption('ripa');
  const issue = buyer.page.getByRole('form', { name: 'Utfärda en rapport' });
  await issue.getByRole('button', { name: 'Utfärda en rapport' }).click();
  await buyer.page.getByText('Välj minst ett krav.').waitFor();
  await issue.getByRole('checkbox').first().check();
  await issue.getByRole('button', { name: 'Utfärda en rapport' }).click();
  await buyer.page.getByText(/Rapport \d+ är utfärdad med/).waitFor({ timeout: 60_000 });
  await buyer.page.getByRole('columnheader', { name: 'Brister' }).waitFor();

  const { page, faults } = await visit(
    browser,
    '/?section=gap-reports',
    undefined,
    'operator ripa',
  );
  const download = page.waitForEvent('download');
  await page
    .getByRole('link', { name: /^CSV, rapport/ })
    .first()
    .click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^bristrapport-ripa-\d+\.csv$/);
  expect(await page.getByRole('button', { name: 'Utfärda en rapport' }).count()).toBe(0);

  const answers = 'gap,answer,planned_by,reason\nripa.voice.outdoor.10kmN1E1,accepted,,\n';
  const form = page.getByRole('form', { name: /^Svara på rapport/ });
  await form.getByRole('button', { name: 'Lämna svaren' }).click();
  await page.getByText('Välj en fil.').waitFor();
  await form
    .getByLabel('Rapporten med svarskolumnerna ifyllda')
    .setInputFiles({ name: 'svar.csv', mimeType: 'text/csv', buffer: Buffer.from(answers) });
  await form.getByRole('button', { name: 'Lämna svaren' }).click();
  await page.getByText('0 svar är mottagna.').waitFor();
  await page.getByRole('row', { name: /^1 Rapporten har ingen brist/ }).waitFor();

  await page.getByText('Vem får besked om nya rapporter?').click();
  const receiver = page.getByRole('form', { name: 'Vem får besked om nya rapporter?' });
  await receiver.getByLabel('Webbkrok').fill('https://example.org/krok');
  await receiver.getByRole('button', { name: 'Spara mottagaren' }).click();
  await page.getByText('Mottagaren är sparad.').waitFor();
  await page.getByText('visas bara nu').waitFor();
  expect(faults).toEqual([]);
});
