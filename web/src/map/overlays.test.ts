import { expect, it } from 'vitest';
import type { Finding } from '../api/types';
import { findingPoints } from './overlays';

const finding = (place: Finding['place']): Finding => ({
  ...{ code: 'unclosed_ring', severity: 'warning', feature: 1, place },
  message: { sv: 'Ringen är inte sluten.', en: 'The ring is not closed.' },
});

it('a finding on the map knows its row in the table; one without a place is in the table alone', () => {
  const points = findingPoints([finding(null), finding({ lon: 20.26, lat: 63.83 })]);
  expect(points.features).toHaveLength(1);
  expect(points.features[0]?.properties).toEqual({ severity: 'warning', index: 1 });
  expect(points.features[0]?.geometry.coordinates).toEqual([20.26, 63.83]);
});
