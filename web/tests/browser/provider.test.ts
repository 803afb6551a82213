/** Signing in at an organisation's own provider: a real one, beside the service. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, visit } from './page';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Goes from the page's dialog to the provider's form, and answers it. */
async function signInAs(account: string, page: Page): Promise<void> {
  await page
    .getByRole('dialog')
    .getByRole('link', { name: /organisation/ })
    .click();
  await page.waitForURL((url) => url.href.startsWith(provider()));
  await page.getByLabel('Account').fill(account);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

function provider(): string {
  const address = process.env['TACKNING_OIDC_ISSUER'];
  if (!address) throw new Error('set TACKNING_OIDC_ISSUER to the address of the sign-in provider');
  return address;
}

/** What went wrong beside leaving for the provider, which is meant. */
function unmeant(faults: string[]): string[] {
  return faults.filter((fault) => !fault.startsWith(`left the service: ${provider()}`));
}

it('signs in at the organisation, comes back to where one was, and signs out', async () => {
  const { page, faults } = await visit(browser, '/?network=ripa&section=requirements');
  await page.getByRole('button', { name: 'Logga in' }).click();
  await signInAs('buyer', page);
  await page
    .getByRole('button', { name: 'Inloggad som Demonstration Inköparsson, upphandlare' })
    .click();
  await page.getByText('acceptera, avvisa och publicera leveranser').waitFor();
  expect(new URL(page.url()).search).toBe('?lang=sv&network=ripa&section=requirements');
  await page.getByRole('button', { name: 'Logga ut' }).click();
  await page.getByRole('button', { name: 'Logga in' }).waitFor();
  expect(unmeant(faults)).toEqual([]);
});

it('says why signing in failed, once, and lets one try again', async () => {
  const { page, faults } = await visit(browser);
  await page.getByRole('button', { name: 'Logga in' }).click();
  await signInAs('nobody', page);
  const dialog = page.getByRole('dialog', { name: 'Logga in' });
  await dialog.getByRole('alert').filter({ hasText: 'Inloggningen avbröts' }).waitFor();
  expect(page.url()).not.toContain('sign_in_failed');
  const cookies = await page.context().cookies();
  expect(cookies.filter(({ name }) => name.includes('tackning'))).toEqual([]);
  await signInAs('buyer', page);
  await page.getByRole('button', { name: /^Inloggad som Demonstration Inköparsson/ }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: /^Inloggad som/ }).waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(unmeant(faults)).toEqual([]);
});

it('says it in the language that was chosen', async () => {
  const { page } = await visit(browser);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await signInAs('nobody', page);
  const dialog = page.getByRole('dialog', { name: 'Sign in' });
  await dialog.getByRole('alert').filter({ hasText: 'You are not signed in.' }).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});
