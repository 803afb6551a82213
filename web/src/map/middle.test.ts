import { expect, it } from 'vitest';
import { middleOf } from './middle';

it('a point is its own middle', () => {
  expect(middleOf({ type: 'Point', coordinates: [19.5, 65.1] })).toEqual({ lon: 19.5, lat: 65.1 });
});

it('a polygon is shown by the middle of its bounds', () => {
  const ring = [
    [19, 65],
    [21, 65],
    [21, 66],
    [19, 65],
  ];
  expect(middleOf({ type: 'Polygon', coordinates: [ring] })).toEqual({ lon: 20, lat: 65.5 });
});

it('a line is shown by the middle of its way', () => {
  const line = [
    [20, 65],
    [20, 65.1],
    [20, 64.9],
  ];
  const middle = middleOf({ type: 'LineString', coordinates: line });
  expect(middle.lon).toBe(20);
  expect(middle.lat).toBeCloseTo(65.05);
});
