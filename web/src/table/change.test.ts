import { expect, it } from 'vitest';
import { zoneChange } from '../testing/changes';
import { deliverySummary } from '../testing/deliveries';
import { anyChanged, comparable, orderedChanges } from './change';

const umea = zoneChange('Umeå', { lost: 5, gained: 0 });
const lulea = zoneChange('Luleå', { lost: 9, gained: 1 });
const arjeplog = zoneChange('Arjeplog', { lost: 0, gained: 0 });
const asele = zoneChange('Åsele', { lost: 0, gained: 3 });

it('most lost first, then most gained, then by name', () => {
  const names = orderedChanges([umea, arjeplog, asele, lulea], 'land_area').map(
    ({ zone }) => zone.name,
  );
  expect(names).toEqual(['Luleå', 'Umeå', 'Åsele', 'Arjeplog']);
});

it('names are in Swedish order', () => {
  const names = orderedChanges([umea, asele, arjeplog], 'name').map(({ zone }) => zone.name);
  expect(names).toEqual(['Arjeplog', 'Umeå', 'Åsele']);
});

it('what is left of sums is no change', () => {
  expect(anyChanged(zoneChange('Umeå', { lost: 1e-9, gained: 0 }).figures)).toBe(false);
  expect(anyChanged(umea.figures)).toBe(true);
});

it('a claim with two versions can be compared, one with a single version cannot', () => {
  const found = comparable([
    deliverySummary({ id: 3, technology: '5G' }),
    deliverySummary({ id: 2 }),
    deliverySummary({ id: 1 }),
    deliverySummary({ id: 4, environment: 'indoor' }),
  ]);
  expect(found.map(({ versions }) => versions.map(({ id }) => id))).toEqual([[1, 2]]);
});
