import { expect, it } from 'vitest';
import type { Measure, Network, NetworkPairs, NetworkRankings } from '../api/types';
import { pairLines, rankingLines } from './sideBySide';

const networks = [
  { id: 'ripa', name: 'Ripa' },
  { id: 'jarv', name: 'Järv' },
] as Network[];
const share = (value: number) => ({ share: value, percent: (value * 100).toFixed(2) });
const measure = (covered: number, total: number): Measure => ({
  unit: 'places',
  total,
  covered,
  uncovered: total - covered,
  covered_share: total ? share(covered / total) : null,
  uncovered_share: total ? share(1 - covered / total) : null,
});

it('each weight has its own first, whatever order they come in', () => {
  const ranked = (network: string, rank: number, covered: number) => ({
    ...{ network, rank, covered, total: 2 },
    share: share(covered / 2),
  });
  const rankings = {
    rankings: [
      { weight: 'land_area', networks: [ranked('jarv', 1, 2), ranked('ripa', 2, 1)] },
      { weight: 'municipalities', networks: [ranked('ripa', 1, 1.5), ranked('jarv', 2, 0.5)] },
    ],
  } as unknown as NetworkRankings;
  const [land, votes] = rankingLines(rankings, networks, 'sv');
  expect(land?.cells.map(({ rank, text }) => [rank, text.replace(/\u00a0/g, ' ')])).toEqual([
    [2, '50,00 %'],
    [1, '100,00 %'],
  ]);
  expect(votes?.cells.map(({ text }) => text)).toEqual(['1,5 av 2 kommuner', '0,5 av 2 kommuner']);
});

it('a pair says what it adds to the best single network', () => {
  const need = (ids: string[], covered: number) => ({
    networks: ids,
    places: measure(covered, 4),
    route_length: measure(0, 0),
  });
  const pair = { ...need(['ripa', 'jarv'], 4), gained_places: 1, gained_route_m: 0 };
  const organisation = {
    organisation: 'Bandet',
    singles: [need(['ripa'], 3), need(['jarv'], 2)],
    pairs: [pair],
  } as NetworkPairs['organisations'][number];
  const lines = pairLines(organisation, networks, 'en');
  expect(lines.map(({ name }) => name)).toEqual(['Ripa', 'Järv', 'Ripa + Järv']);
  expect(lines[2]?.routes).toBe('–');
  expect(lines[2]?.gained).toMatch(/^1 places?, 0/);
});
