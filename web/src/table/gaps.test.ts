import { expect, it } from 'vitest';
import type { GapOrder } from '../api/types';
import { gapArea, gapAreas } from '../testing/gaps';
import { GAP_ORDERS, listed, ordered, stretchLines } from './gaps';

const village = gapArea(1, { inhabitants: 40, priority: 0.6, area_m2: 1e6 });
const road = gapArea(2, { road_m: 9_000, priority: 0.4, area_m2: 3e6 });
const harbour = gapArea(3, { places: 2, inhabitants: 1, area_m2: 2e6 });
const bog = gapArea(4, { area_m2: 9e6 });
const all = gapAreas([village, road, harbour, bog]);

it.each<[GapOrder, number[]]>([
  ['priority', [1e6, 3e6, 9e6, 2e6]],
  ['inhabitants', [1e6, 2e6, 9e6, 3e6]],
  ['road', [3e6, 9e6, 2e6, 1e6]],
  ['places', [2e6, 9e6, 3e6, 1e6]],
  ['area', [9e6, 3e6, 2e6, 1e6]],
])('by %s the most come first, what is equal by area, ranked anew', (order, areas) => {
  const { features } = ordered(all, order);
  expect(features.map(({ properties }) => properties.area_m2)).toEqual(areas);
  expect(features.map(({ properties }) => properties.rank)).toEqual([1, 2, 3, 4]);
});

it('the order that they came in does not matter', () => {
  const turned = gapAreas([...all.features].reverse());
  for (const order of GAP_ORDERS) expect(ordered(turned, order)).toEqual(ordered(all, order));
});

it('ten are listed, and the rest is still there', () => {
  const many = gapAreas(Array.from({ length: 14 }, (_, index) => gapArea(index + 1)));
  expect(listed(many)).toHaveLength(10);
  expect(ordered(many, 'area').features).toHaveLength(14);
});

it('roads are named with their lengths; one without a name has its length', () => {
  const road_stretches = [
    { route: 'E4', length_m: 12_300 },
    { route: '', length_m: 400 },
  ];
  expect(stretchLines(gapArea(1, { road_stretches }), 'sv')).toEqual([
    'E4: 12,3\u00a0km',
    '0,4\u00a0km',
  ]);
});
