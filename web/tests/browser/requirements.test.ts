import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fromApi, launch, visit } from './page';

type Stored = { id: number; clause: { sentences: { sv: string; en: string }[] } };
type Evaluation = {
  networks: {
    network: string;
    zones: { zone: { name: string }; share: { percent: string } | null }[];
  }[];
};
type Sounding = { in_all: { meeting: number }; zones_with_one: number };

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const PATH = '/?section=requirements';
/** The text is asked for once nobody types any more. */
const PATIENT = { timeout: 20_000 };
const plain = (text: string | null) => (text ?? '').replace(/[\u00a0\s]+/g, ' ');

/** The editor with a template in it. */
async function editor(page: Page, template: string) {
  const editor = page.locator('details.editor');
  await editor.getByText('Skriv ett krav').click();
  await editor.getByLabel('Mall').selectOption({ label: template });
  await editor.getByLabel('Tröskel, procent').waitFor();
  return editor;
}

it('shows the text that the service renders from the rule, in both languages', async () => {
  const { page, faults } = await visit(browser, PATH);
  const stored = await fromApi<{ requirements: Stored[] }>('requirements');
  const first = stored.requirements[0]?.clause.sentences[0];
  const article = page.getByRole('article').first();
  await expect
    .poll(async () => plain(await article.textContent()), PATIENT)
    .toContain(plain(first!.sv));
  await page.getByRole('button', { name: 'English' }).click();
  await expect
    .poll(async () => plain(await article.textContent()), PATIENT)
    .toContain(plain(first!.en));
  expect(faults).toEqual([]);
});

it('has a verdict for every zone and network, with the figures of the API', async () => {
  const { page, faults } = await visit(browser, PATH);
  const found = await fromApi<Evaluation>('requirements/1/evaluation');
  const article = page.getByRole('article').first();
  await article.locator('summary', { hasText: 'Utslag område för område' }).click();
  const table = article.getByRole('table', { name: 'Utslag område för område' });
  const rows = table.locator('tbody tr');
  expect(await rows.count()).toBe(found.networks[0]?.zones.length);
  const [first] = found.networks[0]!.zones;
  const cell = rows.filter({ hasText: first!.zone.name }).first().locator('td').first();
  expect(plain(await cell.textContent())).toContain(first!.share!.percent.replace('.', ','));
  expect(faults).toEqual([]);
});

it('the slider follows the keyboard, and counts what the service counts', async () => {
  const { page, faults } = await visit(browser, PATH);
  const article = page.getByRole('article').first();
  await article.locator('summary', { hasText: 'Hur många nät' }).click();
  const slider = article.locator('input[type=range]');
  await slider.focus();
  const status = article.locator('p[role=status]').last();
  for (const [key, threshold] of [
    ['Home', 0],
    ['ArrowRight', 0.001],
    ['End', 1],
  ] as const) {
    await page.keyboard.press(key);
    const found = await fromApi<Sounding>(`requirements/1/sounding?threshold=${threshold}`);
    const said = plain(await status.textContent());
    expect(said).toContain(`klarar ${found.in_all.meeting} nät kravet`);
    expect(said).toContain(`har ${found.zones_with_one} ett enda nät kvar`);
  }
  expect(faults).toEqual([]);
});

it('writes the text while the rule is filled in, and says which field cannot be computed', async () => {
  const { page } = await visit(browser, PATH);
  const editing = await editor(page, 'Invånare, med golv i varje kommun');
  const text = editing.getByRole('region', { name: 'Kravets text' });
  const said = async () => plain(await text.textContent());
  await expect.poll(said, PATIENT).toContain('minst 99 % av invånarna i varje län');
  await editing.getByLabel('Tröskel, procent').fill('97,5');
  await expect.poll(said, PATIENT).toContain('minst 97,5 % av invånarna i varje län');
  await editing.getByLabel('Slag av krav').selectOption({ label: 'Särskilt kontraktsvillkor' });
  await expect.poll(said, PATIENT).toContain('Leverantören ska under avtalstiden');
  await editing.getByLabel('Tröskel, procent').fill('985');
  await editing.getByText('Skriv ett tal från 0 till 100.').waitFor();
  await editing.getByLabel('Tröskel, procent').fill('90');
  await expect.poll(said, PATIENT).toContain('Fältet local_floor.share kan inte tas emot');
});

it('a procurer stores what was written, and it stands in the list', async () => {
  const { page } = await visit(browser, PATH, undefined, 'procurer');
  const count = async () =>
    (await fromApi<{ requirements: Stored[] }>('requirements')).requirements.length;
  const before = await count();
  const editing = await editor(page, 'Yta i varje kommun');
  await editing.getByLabel('Rubrik på svenska').fill('Demonstration: eget krav');
  await editing.getByRole('button', { name: 'Spara kravet' }).click();
  await editing.getByText('Kravet är sparat som nummer').waitFor();
  expect(await count()).toBe(before + 1);
  await page.getByRole('heading', { name: 'Ska-krav: Demonstration: eget krav' }).last().waitFor();
});
