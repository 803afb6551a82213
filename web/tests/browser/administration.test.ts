import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, visit } from './page';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

it('is there for administrators alone', async () => {
  for (const holder of ['procurer', null] as const) {
    const { page } = await visit(browser, '/?section=administration', undefined, holder);
    await page.getByRole('tab', { name: 'Kommuner', selected: true }).waitFor();
    expect(await page.getByRole('tab', { name: 'Administration' }).count()).toBe(0);
  }
});

it('issues a token that is shown once, and takes it back', async () => {
  const { page, faults } = await visit(
    browser,
    '/?section=administration&part=tokens',
    undefined,
    'administrator',
  );
  await page.getByLabel('Vad nyckeln är till för').fill('Provnyckel');
  await page.getByRole('button', { name: 'Utfärda en nyckel' }).click();
  const dialog = page.getByRole('dialog', { name: 'Nyckeln är utfärdad' });
  expect(await dialog.getByLabel('Åtkomstnyckel').inputValue()).toMatch(/^tck_/);
  await dialog.getByRole('button', { name: 'Jag har sparat nyckeln' }).click();
  await page.getByRole('button', { name: 'Dra in nyckeln Provnyckel' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Dra in' }).click();
  await page.getByText('Nyckeln Provnyckel är indragen.').waitFor();
  const row = page.getByRole('row', { name: /Provnyckel/ });
  await row.getByText('indragen').waitFor();
  expect(faults).toEqual([]);
});

it('issues a token that may less than its role, and says so', async () => {
  const { page, faults } = await visit(
    browser,
    '/?section=administration&part=tokens',
    undefined,
    'administrator',
  );
  await page.getByLabel('Vad nyckeln är till för').fill('Avgränsad nyckel');
  await page.getByLabel('Roll').selectOption('procurer');
  const scopes = page.getByRole('group', { name: 'Vad nyckeln får göra' });
  const all = await scopes.getByRole('checkbox').count();
  expect(await scopes.getByRole('checkbox', { checked: true }).count()).toBe(all);
  await scopes.getByLabel('acceptera, avvisa och publicera leveranser').uncheck();
  await page.getByRole('button', { name: 'Utfärda en nyckel' }).click();
  await page.getByRole('button', { name: 'Jag har sparat nyckeln' }).click();
  const row = page.getByRole('row', { name: /Avgränsad nyckel/ });
  await row.getByText(/^läsa leveranser som inte är publicerade, .*lägga krav/).waitFor();
  expect(await row.innerText()).not.toContain('acceptera, avvisa och publicera leveranser');
  const whole = /^\d+ demonstration: administrator administratör Allt som rollen får/;
  await page.getByRole('row', { name: whole }).waitFor();
  expect(faults).toEqual([]);
});

it('tells in the audit trail what was done', async () => {
  const { page, faults } = await visit(
    browser,
    '/?section=administration&part=audit',
    undefined,
    'administrator',
  );
  const trail = page.getByRole('table', { name: /^Ändringslogg/ });
  await trail.getByRole('row').filter({ hasText: 'token_revoked' }).first().waitFor();
  expect(faults).toEqual([]);
});
