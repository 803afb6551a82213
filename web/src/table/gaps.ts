/** Listed gaps: their order, and what lies in them in words. */
import type { GapArea, GapAreas, GapOrder } from '../api/types';
import { length } from '../format';
import type { Language } from '../i18n';
import { MOST_RANKED } from '../map/overlays';

export const GAP_ORDERS: readonly GapOrder[] = [
  'priority',
  'inhabitants',
  'road',
  'places',
  'area',
];

/** Most first; what is equal stands by its area, as the service orders. Ranks follow the order. */
export function ordered(areas: GapAreas, order: GapOrder): GapAreas {
  const key = ({ properties }: GapArea) => {
    const { priority, inhabitants, road_m: road, places, area_m2: area } = properties;
    return { priority, inhabitants, road, places, area }[order];
  };
  const features = areas.features
    .toSorted((a, b) => key(b) - key(a) || b.properties.area_m2 - a.properties.area_m2)
    .map((gap, index) => ({ ...gap, properties: { ...gap.properties, rank: index + 1 } }));
  return { ...areas, features };
}

/** The first ones: as many as the map numbers. */
export function listed(areas: GapAreas): GapArea[] {
  return areas.features.slice(0, MOST_RANKED);
}

/** "E4: 12,3 km": the roads in a gap, longest stretch first. */
export function stretchLines({ properties }: GapArea, language: Language): string[] {
  return properties.road_stretches.map(({ route, length_m }) =>
    [route, length(length_m, language)].filter(Boolean).join(': '),
  );
}
