import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tokenOf } from './holders';
import { launch, PHONE, visit } from './page';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

it('signs in with a token, says in which role, and signs out', async () => {
  const { page, faults } = await visit(browser);
  await page.getByRole('button', { name: 'Logga in' }).click();
  const dialog = page.getByRole('dialog', { name: 'Logga in' });
  await dialog.getByLabel('Åtkomstnyckel').fill(tokenOf('procurer'));
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Inloggad som .*upphandlare$/ }).click();
  await page.getByText('acceptera, avvisa och publicera leveranser').waitFor();
  await page.getByRole('button', { name: 'Logga ut' }).click();
  await page.getByRole('button', { name: 'Logga in' }).waitFor();
  expect(faults).toEqual([]);
});

it('says that a token is wrong, beside it, and keeps the dialog', async () => {
  const { page } = await visit(browser, '/', PHONE);
  await page.getByRole('button', { name: 'Logga in' }).click();
  const dialog = page.getByRole('dialog', { name: 'Logga in' });
  await dialog.getByLabel('Åtkomstnyckel').fill('tck_1_nothing');
  await dialog.getByRole('button', { name: 'Logga in' }).click();
  await expect
    .poll(() => dialog.getByLabel('Åtkomstnyckel').getAttribute('aria-invalid'))
    .toBe('true');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

it('asks again when the session has ended, and loses nothing of what was typed', async () => {
  const { page } = await visit(
    browser,
    '/?section=administration&part=organisations',
    PHONE,
    'administrator',
  );
  await page.getByLabel('Namn').fill('Påhittade bolaget');
  await page.getByLabel('Organisationsnummer').fill('556000-0001');
  await page.context().clearCookies();
  await page.getByRole('button', { name: 'Lägg till' }).click();
  const dialog = page.getByRole('dialog', { name: 'Logga in' });
  await dialog.getByText(/Din inloggning har gått ut/).waitFor();
  await dialog.getByLabel('Åtkomstnyckel').fill(tokenOf('administrator'));
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  expect(await page.getByLabel('Namn').inputValue()).toBe('Påhittade bolaget');
});
