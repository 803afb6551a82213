import type { Geometry } from 'geojson';
import { expect, it } from 'vitest';
import { boundsOf } from './bounds';

const ring = [
  [20, 64],
  [21, 64.5],
  [19.5, 65],
  [20, 64],
];

it.each<[Geometry, number[] | null]>([
  [{ type: 'Point', coordinates: [20, 64] }, [20, 64, 20, 64]],
  [{ type: 'Polygon', coordinates: [ring] }, [19.5, 64, 21, 65]],
  [{ type: 'MultiPolygon', coordinates: [[ring], [[[18, 70]]]] }, [18, 64, 21, 70]],
  [{ type: 'MultiPolygon', coordinates: [] }, null],
])('the bounds of %j are %j', (geometry, expected) => expect(boundsOf(geometry)).toEqual(expected));

it('an outline of very many corners has bounds', () => {
  const coordinates = [Array.from({ length: 300_000 }, (_, step) => [step * 1e-4, 65])];
  expect(boundsOf({ type: 'Polygon', coordinates })?.[0]).toBe(0);
});
