import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, expect, it } from 'vitest';
import { overlay } from '../../state/overlay.svelte';
import { view } from '../../state/view.svelte';
import { gapArea } from '../../testing/gaps';
import GapTable from './GapTable.svelte';

const road_stretches = [12_300, 4_000, 3_000, 2_000, 1_000, 900].map((length_m) => ({
  ...{ route: 'E4', length_m },
}));
const village = gapArea(1, {
  ...{ inhabitants: 40, road_m: 23_200, road_stretches },
  ...{ places: 1, place_names: ['Vårdcentralen'] },
});

beforeEach(() => {
  view.language = 'sv';
  overlay.clearGaps();
  overlay.look = null;
  render(GapTable, { gaps: [village, gapArea(2)], caption: 'Största bristerna, Umeå' });
});

it('says what lies in a gap: the longest stretches, how many more, and the places', () => {
  const text = screen.getAllByRole('row')[1]?.textContent?.replace(/[\u00a0\s]+/g, ' ');
  for (const part of ['40 inv.', 'E4: 12,3 km', 'E4: 2 km', 'och 2 till', 'Vårdcentralen', '2 km²'])
    expect(text).toContain(part);
});

it('takes the map to the gap, and marks its row', async () => {
  const button = screen.getByRole('button', { name: 'Visa på kartan brist 1' });
  button.click();
  await tick();
  expect(overlay.gap).toBe(1);
  expect(overlay.look?.bounds).toEqual([20, 64, 20.1, 64.1]);
  expect(button.getAttribute('aria-pressed')).toBe('true');
});
