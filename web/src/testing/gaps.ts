/** Listed gaps as tests need them. */
import type { GapArea, GapAreas } from '../api/types';

const SQUARE = [
  [
    [20, 64],
    [20.1, 64],
    [20.1, 64.1],
    [20, 64.1],
    [20, 64],
  ],
];

export function gapArea(rank: number, properties: Partial<GapArea['properties']> = {}): GapArea {
  return {
    type: 'Feature',
    geometry: { type: 'Polygon', coordinates: SQUARE },
    properties: {
      ...{ rank, zone: '2480', zone_name: 'Umeå', area_m2: 2e6, inhabitants: 0, road_m: 0 },
      ...{ road_stretches: [], places: 0, place_names: [], priority: 0 },
      ...properties,
    },
  };
}

export function gapAreas(features: GapArea[]): GapAreas {
  return {
    ...{ type: 'FeatureCollection', features },
    ...{ unlisted_gaps: 5, unlisted_m2: 1.5e6, slivers: 0, slivers_m2: 0, sliver_width_m: 10 },
  };
}
