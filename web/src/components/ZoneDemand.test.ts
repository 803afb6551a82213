import { render, screen, within } from '@testing-library/svelte';
import { beforeEach, expect, it, vi } from 'vitest';
import * as api from '../api/client';
import { figures } from '../state/service.svelte';
import { view } from '../state/view.svelte';
import { basis, measure, zoneGaps } from '../testing/figures';
import { question } from '../testing/question';
import ZoneDemand from './ZoneDemand.svelte';

vi.mock('../api/client');

const asked = question({ network: 'ripa' });
const gaps = {
  ...zoneGaps('2480', 'Umeå', 0.99),
  buildings: measure('buildings', 2_000, 1_970),
  inhabitants_basis: 'points' as const,
};
const listed = [
  {
    ...{ route: 'E4', organisation: '', name: 'E4', class: 'europavag', length_m: 2_200 },
    position: { from_m: 3_000, to_m: 5_200, piece: 1, pieces: 1 },
  },
];
const alone = {
  ...gaps,
  road_stretches: { ...gaps.road_stretches, listed },
  uncovered_buildings: { count: 30, ids: ['B 1', 'B 2'] },
};

beforeEach(() => {
  view.language = 'sv';
  const answer = {
    question: {
      ...{ network: 'ripa', service: 'voice' as const },
      ...{ technology: null, without_technology: null },
      environment: null,
      evidence: null,
      date: null,
      zone: null,
    },
    basis,
  };
  const verification = { required_share: 0.95, verdicts: [] } as never;
  figures.value = {
    ...{ question: asked, verification },
    gaps: { ...answer, zones: [gaps] },
  };
  vi.mocked(api.gaps).mockResolvedValue({ ...answer, zones: [alone] });
});

it('shows the measures that the region has, and nothing of the others', () => {
  render(ZoneDemand, { gaps });
  const row = screen.getByRole('row', { name: /Byggnader/ });
  expect(within(row).getByText(/98,50/)).toBeTruthy();
  expect(screen.queryByText('Järnväg')).toBeNull();
  expect(screen.getByText('Invånarna är räknade vid sina adresspunkter.')).toBeTruthy();
});

it('asks for the zone alone, and says where on the route coverage is missing', async () => {
  render(ZoneDemand, { gaps });
  await vi.waitFor(() => expect(screen.getByText(/E4, km 3–5,2/)).toBeTruthy());
  expect(api.gaps).toHaveBeenCalledWith(asked, '2480');
  expect(screen.getByText(/Byggnader utan täckning \(30\)/)).toBeTruthy();
  expect(screen.getByText(/B 1, B 2/)).toBeTruthy();
});
