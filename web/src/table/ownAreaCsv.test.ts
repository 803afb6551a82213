import { expect, it } from 'vitest';
import { ownZone } from '../testing/ownZone';
import { ownAreaCsv } from './ownAreaCsv';

const lines = (csv: string) => csv.trimEnd().split('\r\n');

it('has a row for each network and demand, as many cells in each, and what they rest on', () => {
  const [header = '', ...rows] = lines(ownAreaCsv(ownZone(['ripa', 'any'])));
  expect(rows).toHaveLength(2 * 4);
  for (const row of rows) expect(row.split(',')).toHaveLength(header.split(',').length);
  expect(rows[0]).toBe(
    'ripa,voice,,,claimed,2026-11-22,land_area,m2,1000000000,900000000,100000000,90.00,' +
      '9f2c4be1d07a55aa31,1,2026-1,cd34,true',
  );
});

it('a cell with a comma or a quotation mark is quoted', () => {
  const zone = ownZone(['ripa,jarv']);
  const row = lines(ownAreaCsv({ ...zone, basis: { ...zone.basis, profile: 'a "b"' } }))[1];
  expect(row).toContain('"ripa,jarv",voice');
  expect(row).toContain('"a ""b"""');
});

it('where there is no demand there is no share', () => {
  const zone = ownZone(['ripa']);
  const [supply] = zone.supplies;
  if (!supply) throw new Error('the answer has a supply');
  supply.figures.places = { ...supply.figures.places, covered_share: null };
  expect(lines(ownAreaCsv(zone)).at(-1)).toContain('places,places,10,9,1,,');
});
