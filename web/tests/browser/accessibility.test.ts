import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DESKTOP, launch, mapAtRest, PHONE, visit } from './page';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const SECTIONS = [
  ...[
    'zones',
    'zones&network=at-least-2&zone=2418',
    'verification&zone=2418',
    'place',
    'own-area',
    'dead-zones',
    'requirements',
    'deliveries',
  ],
  ...[
    'changes&change=versions',
    'changes&change=days',
    'changes&change=retreat',
    'changes&change=shutdown',
  ],
];
const PARTS = ['organisations', 'people', 'tokens', 'profiles', 'audit'];

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function violations(page: Page): Promise<string[]> {
  // Set into the page by the browser's own tools: the content security policy stays as it is.
  await page.evaluate(await readAxe());
  const results = await page.evaluate<AxeResults, string[]>(
    (rules) =>
      (window as unknown as { axe: typeof import('axe-core') }).axe.run({
        runOnly: rules,
      }) as Promise<AxeResults>,
    RULES,
  );
  return results.violations.map(
    ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map((node) => node.html).join(' | ')}`,
  );
}

async function readAxe(): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return readFile(AXE, 'utf8');
}

it.each(SECTIONS)('%s has no accessibility violation on a desk', async (section) => {
  const { page } = await visit(
    browser,
    `/?section=${section}&network=ripa&at=20.26,63.83`,
    DESKTOP,
  );
  await mapAtRest(page);
  expect(await violations(page)).toEqual([]);
});

it.each(SECTIONS)('%s has no accessibility violation on a phone', async (section) => {
  const { page } = await visit(browser, `/?section=${section}&at=20.26,63.83&lang=en`, PHONE);
  await mapAtRest(page);
  expect(await violations(page)).toEqual([]);
});

it.each([
  ['the form by which coverage is handed in', 'deliveries&delivery=new', 'operator ripa'],
  ['one delivery', 'deliveries&delivery=1', 'procurer'],
  ['the framework agreement', 'agreement', 'administrator'],
  ['gap reports', 'gap-reports', 'procurer'],
  ['the operator’s gap reports', 'gap-reports', 'operator ripa'],
  ['campaigns', 'campaigns', 'administrator'],
  ['one campaign', 'campaigns&campaign=1', 'administrator'],
  ...PARTS.map((part) => [part, `administration&part=${part}`, 'administrator'] as const),
] as const)('%s has no accessibility violation', async (_, section, holder) => {
  for (const viewport of [DESKTOP, PHONE]) {
    const { page } = await visit(browser, `/?section=${section}`, viewport, holder);
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    const waiting = page.getByRole('status').filter({ hasText: 'Hämtar' });
    await expect.poll(() => waiting.count(), { timeout: 45_000 }).toBe(0);
    expect(await violations(page)).toEqual([]);
  }
});

it('the networks side by side have no accessibility violation', async () => {
  for (const viewport of [DESKTOP, PHONE]) {
    const { page } = await visit(browser, '/?section=requirements', viewport);
    await page.getByText('Näten sida vid sida').click();
    const rankings = page.getByRole('table', { name: 'Rangordning efter fyra vikter' });
    await rankings.getByRole('rowheader', { name: 'Invånare' }).waitFor();
    await page.getByRole('table', { name: /^Nät och par av nät för / }).waitFor();
    expect(await violations(page)).toEqual([]);
  }
});

it('the dialog to sign in, and who one is, have no accessibility violation', async () => {
  const { page } = await visit(browser);
  await page.getByRole('button', { name: 'Logga in' }).click();
  expect(await violations(page)).toEqual([]);
  const failed = await visit(browser, '/?sign_in_failed=sign_in_refused', PHONE);
  await failed.page.getByRole('dialog').getByRole('alert').waitFor();
  expect(await violations(failed.page)).toEqual([]);
  const signedIn = await visit(browser, '/', PHONE, 'procurer');
  await signedIn.page.getByRole('button', { name: /^Inloggad som/ }).click();
  expect(await violations(signedIn.page)).toEqual([]);
});
