/** Changed zones as tests need them: land changes, the rest stays as it is. */
import type { Change, ZoneChange } from '../api/types';

const TOTAL = 100;
const BEFORE = 50;

export function change(
  unit: Change['unit'],
  { lost, gained }: { lost: number; gained: number },
): Change {
  const after = BEFORE - lost + gained;
  const share = (part: number) => ({ share: part / TOTAL, percent: part.toFixed(2) });
  return {
    ...{ unit, total: TOTAL, before: BEFORE, after, lost, gained },
    ...{ before_share: share(BEFORE), after_share: share(after) },
  };
}

export function zoneChange(name: string, land: { lost: number; gained: number }): ZoneChange {
  const none = { lost: 0, gained: 0 };
  return {
    zone: { code: name, name, kind: 'municipality' },
    figures: {
      land_area: change('m2', land),
      inhabitants: change('inhabitants', none),
      road_length: change('m', none),
      places: change('places', none),
    },
    ...{ lost_stretches: [], gained_stretches: [], lost_places: [], gained_places: [] },
  };
}
