import { expect, it } from 'vitest';
import type { Finding } from '../api/types';
import { FIELD_NAMES, fieldProblems, isAsked, plainMessage, readHeaderFile } from './handIn';

it('a JSON file fills in what is known, and names what is not', () => {
  const read = readHeaderFile(
    '{"network": "ripa", "resolution_m": 50, "secrecy": null, "resolution": 50, "load": [1]}',
  );
  expect(read?.texts).toEqual({ network: 'ripa', resolution_m: '50' });
  expect(read?.unknown).toEqual(['resolution', 'load']);
});

it.each(['', 'no json', '[]', '"text"', 'null'])('%j is no header', (json) => {
  expect(readHeaderFile(json)).toBeNull();
});

it('each field stands once in the form', () => {
  expect(new Set(FIELD_NAMES).size).toBe(FIELD_NAMES.length);
});

it('losses are asked for where they count', () => {
  expect(isAsked('vehicle_loss_db', 'outdoor')).toBe(false);
  expect(isAsked('vehicle_loss_db', 'vehicle')).toBe(true);
  expect(isAsked('building_loss_db', '')).toBe(true);
  expect(isAsked('body_loss_db', 'outdoor')).toBe(true);
});

const finding = (code: string, en: string, more: Partial<Finding> = {}): Finding => ({
  ...{ code, severity: 'error', feature: null, place: null, message: { sv: en, en } },
  ...more,
});

it('an error of the header stands at its field, whoever found it', () => {
  const missing = finding('missing_header_field', 'load: the load is missing.');
  const coarse = finding('coarse_resolution', 'The resolution of 250 m is coarser than 100 m.');
  const others = [
    finding('missing_header_field', 'load: unknown.', { severity: 'warning' }),
    finding('outside_region', 'Feature 3 lies outside.', { feature: 3 }),
    finding('same_hash', 'note: the same file as before.'),
  ];
  const fields = fieldProblems([], [missing, coarse, ...others]).map(({ field }) => field);
  expect(fields).toEqual(['load', 'resolution_m']);
});

it('a field is spoken of once', () => {
  const said = { field: 'load', code: 'invalid_header_field', message: { sv: '', en: '' } };
  const found = finding('missing_header_field', 'load: the load is missing.');
  expect(fieldProblems([said], [found])).toEqual([said]);
});

it('a field’s own name is for programs', () => {
  expect(plainMessage('load: last saknas.')).toBe('Last saknas.');
  expect(plainMessage('Upplösningen är grov.')).toBe('Upplösningen är grov.');
});
