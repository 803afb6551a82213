import { describe, expect, it } from 'vitest';
import { zoneGaps } from '../testing/figures';
import { verdict } from '../testing/verification';
import { nextOrder, type Order, rowKind, rowsOf, sorted } from './rows';

const rows = rowsOf(
  [
    zoneGaps('2480', 'Umeå', 0.99),
    zoneGaps('2513', 'Överkalix', 0.5),
    zoneGaps('2505', 'Arvidsjaur', null),
    zoneGaps('2560', 'Älvsbyn', 0.5),
  ],
  [
    verdict('2480', 'confirmed'),
    verdict('2513', 'not_measured'),
    verdict('2505', 'refuted'),
    verdict('2560', 'inconclusive'),
  ],
  ['ripa'],
);

function check(order: Order, expected: string[]) {
  expect(sorted(rows, order).map((row) => row.gaps.zone.name)).toEqual(expected);
}

describe('the order of rows', () => {
  it('by name follows the Swedish alphabet', () => {
    check({ column: 'name', direction: 'ascending' }, [
      'Arvidsjaur',
      'Umeå',
      'Älvsbyn',
      'Överkalix',
    ]);
  });

  it('by share has what has no demand last, either way, and breaks ties by name', () => {
    check({ column: 'land_area', direction: 'ascending' }, [
      ...['Älvsbyn', 'Överkalix', 'Umeå', 'Arvidsjaur'],
    ]);
    check({ column: 'land_area', direction: 'descending' }, [
      ...['Umeå', 'Älvsbyn', 'Överkalix', 'Arvidsjaur'],
    ]);
  });

  it('by verdict has the refuted first and the unmeasured last', () => {
    check({ column: 'verdict', direction: 'ascending' }, [
      ...['Arvidsjaur', 'Älvsbyn', 'Umeå', 'Överkalix'],
    ]);
  });

  it('does not depend on the order that the rows came in', () => {
    const order: Order = { column: 'land_area', direction: 'ascending' };
    expect(sorted([...rows].reverse(), order)).toEqual(sorted(rows, order));
  });
});

it('verdicts stand in the order of the networks', () => {
  const umea = zoneGaps('2480', 'Umeå', 0.99);
  const of = (network: string) => ({ ...verdict('2480', 'confirmed'), network });
  const [row] = rowsOf([umea], [of('jarv'), of('ripa')], ['ripa', 'jarv']);
  expect(row?.verdicts.map(({ network }) => network)).toEqual(['ripa', 'jarv']);
});

it('a second press turns the order, another column starts over', () => {
  const once = nextOrder({ column: 'name', direction: 'ascending' }, 'total');
  expect(once).toEqual({ column: 'total', direction: 'ascending' });
  expect(nextOrder(once, 'total').direction).toBe('descending');
});

it('rows are municipalities, or the smallest kind of a region without them', () => {
  expect(rowKind(['county', 'municipality'])).toBe('municipality');
  expect(rowKind(['land', 'district'])).toBe('district');
  expect(rowKind([])).toBeUndefined();
});
