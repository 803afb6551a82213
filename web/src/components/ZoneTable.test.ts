import { render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, expect, it } from 'vitest';
import { view } from '../state/view.svelte';
import { rowsOf } from '../table/rows';
import { zoneGaps } from '../testing/figures';
import { verdict } from '../testing/verification';
import ZoneTable from './ZoneTable.svelte';

const zones = [zoneGaps('2480', 'Umeå', 0.99), zoneGaps('2505', 'Arvidsjaur', null)];
const rows = rowsOf(zones, [verdict('2480', 'inconclusive')], ['ripa']);

beforeEach(() => {
  view.language = 'sv';
  view.zone = null;
  render(ZoneTable, { rows, sums: [], caption: 'Tal, Ripa', named: false, requiredShare: 0.95 });
});

async function press(name: string) {
  screen.getByRole('button', { name }).click();
  await tick();
}

function row(name: string): HTMLElement {
  return screen.getByRole('row', { name: new RegExp(name) });
}

it('shows shares, what is missing, and the verdict with its votes', () => {
  const text = row('Umeå').textContent?.replace(/[\u00a0\s]+/g, ' ');
  expect(text).toContain('99,00 %');
  expect(text).toContain('10 km² saknas');
  expect(text).toContain('Osäker');
  expect(text).toContain('196/200');
});

it('without demand there is no percentage, and without a verdict there is no state', () => {
  expect(within(row('Arvidsjaur')).getByText('inget att täcka')).toBeTruthy();
  expect(within(row('Arvidsjaur')).getByText('ingen uppgift')).toBeTruthy();
});

it('sorts by the pressed column and says so', async () => {
  await press('Yta');
  const heading = screen.getByRole('columnheader', { name: 'Yta' });
  expect(heading.getAttribute('aria-sort')).toBe('ascending');
  const names = screen.getAllByRole('rowheader').map((cell) => cell.textContent?.trim());
  expect(names).toEqual(['Umeå', 'Arvidsjaur']);
});

it('a row chooses its municipality', async () => {
  await press('Umeå');
  expect(view.zone).toBe('2480');
  expect(screen.getByRole('heading', { name: 'Umeå i detalj' })).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Umeå' }).getAttribute('aria-expanded')).toBe('true');
});
