import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, expect, it } from 'vitest';
import { view } from '../../state/view.svelte';
import { sounding } from '../../testing/requirements';
import MarketSounding from './MarketSounding.svelte';

beforeEach(async () => {
  view.language = 'sv';
  render(MarketSounding, { ask: () => Promise.resolve(sounding), turn: 1, threshold: 0.8 });
  const whole = screen.getByText('Hur många nät klarar kravet?').closest('details');
  if (whole) whole.open = true;
  await tick();
  await screen.findByRole('slider');
});

const said = () => screen.getByRole('status').textContent?.replace(/[\u00a0\s]+/g, ' ');

it('counts at the threshold, and again where the slider goes', async () => {
  expect(said()).toContain('Vid 80,00 % klarar 1 nät kravet');
  expect(said()).toContain('Av 2 områden har 1 ett enda nät kvar, och 1 inget.');
  await fireEvent.input(screen.getByRole('slider'), { target: { value: '500' } });
  expect(said()).toContain('Vid 50,00 % klarar 2 nät kravet');
  expect(screen.getByRole('slider').getAttribute('aria-valuetext')).toContain('50,00');
});

it('the table has the steps of the curve', () => {
  const table = screen.getByRole('table', {
    name: 'Antal nät som klarar kravet vid varje tröskel',
  });
  const rows = within(table).getAllByRole('row').slice(1);
  const cells = rows.map((row) => within(row).getAllByRole('cell')[0]?.textContent);
  expect(cells).toEqual(['2', '1', '0']);
  expect(rows[1]?.textContent?.replace(/[\u00a0\s]+/g, ' ')).toContain('60,00 % – 90,00 %');
});
