/** Answers of the service as tests need them: small, and shaped by the API's types. */
import type { Basis, Measure, ZoneGaps } from '../api/types';

export const basis: Basis = {
  evidence: 'claimed',
  data_version: '9f2c4be1d07a55aa31',
  method_version: '1',
  profile: '2026-1',
  crs: 'EPSG:3006',
  as_of: '2026-11-22',
  demonstration: true,
  inputs: [{ kind: 'delivery', name: 'ripa 4G voice outdoor 2026-09-15', sha256: 'ab12' }],
};

export function share(value: number) {
  return { share: value, percent: (value * 100).toFixed(2) };
}

export function measure(unit: Measure['unit'], total: number, covered: number): Measure {
  const shareOf = (part: number) => (total > 0 ? share(part / total) : null);
  const uncovered = total - covered;
  return {
    ...{ unit, total, covered, uncovered },
    covered_share: shareOf(covered),
    uncovered_share: shareOf(uncovered),
  };
}

export function zoneGaps(code: string, name: string, coveredLand: number | null): ZoneGaps {
  const land = coveredLand === null ? measure('m2', 0, 0) : measure('m2', 1e9, 1e9 * coveredLand);
  return {
    zone: { code, name, kind: 'municipality' },
    land_area: land,
    inhabitants: measure('inhabitants', 1000, 990),
    inhabitants_basis: 'squares',
    road_length: measure('m', 10_000, 6_400),
    ...{ railway_length: null, trail_length: null, route_length: null },
    ...{ buildings: null, uncovered_buildings: null, presence_area: null, presence_classes: [] },
    proved: null,
    ...{ railway_stretches: null, trail_stretches: null, route_stretches: null },
    places: measure('places', 10, 9),
    road_stretches: {
      ...{
        count: 3,
        median_m: 1000,
        longest_m: 2200,
        share_in_long: share(0.611),
        long_from_m: 2000,
        classes: [{ class: 'riksvag', measure: measure('m', 10_000, 6_400) }],
        listed: null,
      },
    },
    not_spots: { any: share(0.9), all: share(0.2), partial: share(0.7), total: share(0.1) },
  };
}
