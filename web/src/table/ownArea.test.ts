import { expect, it } from 'vitest';
import type { Position } from '../api/types';
import { measure } from '../testing/figures';
import { ownZone } from '../testing/ownZone';
import {
  areaOf,
  asCollection,
  crossesItself,
  drawnSoFar,
  measuresOf,
  readGeoJson,
} from './ownArea';

const at = (lon: number, lat: number): Position => ({ lon, lat });
const square = [at(20, 64), at(21, 64), at(21, 65), at(20, 65)];
const bow = [at(20, 64), at(21, 65), at(21, 64), at(20, 65)];

it('an area is closed, in the order of GeoJSON', () => {
  expect(areaOf(square, 'Slingan')).toEqual({
    type: 'Feature',
    properties: { name: 'Slingan' },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [20, 64],
          [21, 64],
          [21, 65],
          [20, 65],
          [20, 64],
        ],
      ],
    },
  });
});

it.each([
  ['a square', square, false],
  ['a square the other way', [...square].reverse(), false],
  ['a bow', bow, true],
  ['a triangle', square.slice(0, 3), false],
  ['a star', [at(0, 3), at(2, -3), at(-3, 1), at(3, 1), at(-2, -3)], true],
  ['a notch', [at(20, 64), at(22, 64), at(21, 64.5), at(22, 65), at(20, 65)], false],
])('whether %s crosses itself does not depend on where it begins', (_, corners, crosses) => {
  for (let first = 0; first < corners.length; first++) {
    const turned = [...corners.slice(first), ...corners.slice(0, first)];
    expect(crossesItself(turned)).toBe(crosses);
  }
});

it('while it is drawn each corner shows, and from the third one the way is closed', () => {
  const types = (corners: Position[]) =>
    drawnSoFar(corners).features.map(({ geometry }) => geometry.type);
  expect(types(square.slice(0, 1))).toEqual(['Point']);
  expect(types(square.slice(0, 2))).toEqual(['LineString', 'Point', 'Point']);
  const [way] = drawnSoFar(square).features;
  expect(way?.geometry).toMatchObject({ coordinates: { length: 5 } });
});

it.each(['', '{', '[1, 2]', 'null', '{"a": 1}', 'Polygon'])('%j is no GeoJSON', (text) =>
  expect(readGeoJson(text)).toBeNull(),
);

it('whatever shape it has, the map gets a collection of what has a geometry', () => {
  const area = areaOf(square, '');
  const empty = { type: 'Feature', properties: {}, geometry: null } as const;
  for (const read of [
    ...[area, area.geometry],
    { type: 'FeatureCollection', features: [area, empty] } as unknown as GeoJSON.FeatureCollection,
  ])
    expect(asCollection(read).features.map(({ geometry }) => geometry)).toEqual([area.geometry]);
});

it('what the region has beside land, inhabitants, roads and places is in the table too', () => {
  const area = ownZone(['ripa', 'any']);
  expect(measuresOf(area)).toEqual(['land_area', 'inhabitants', 'road_length', 'places']);
  for (const { figures } of area.supplies) figures.buildings = measure('buildings', 10, 9);
  expect(measuresOf(area).at(-1)).toBe('buildings');
});
