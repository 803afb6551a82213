import { beforeEach, expect, it } from 'vitest';
import { rounded, view } from './view.svelte';

function read(search: string, remembered: string | null = null) {
  view.read(new URL(`http://tackning.example/${search}`), remembered);
}

const REGION = {
  networks: ['ripa', 'tjader', 'jarv'],
  services: ['voice', 'data10'] as const,
  technologies: ['4G', '5G'],
  lastDay: '2026-11-15',
};

beforeEach(() => read(''));

it('an address without choices is Swedish, any network, voice', () => {
  expect(view.language).toBe('sv');
  expect([view.network, view.service, view.zone]).toEqual(['any', 'voice', null]);
  expect(view.search()).toBe('?lang=sv');
});

it('an address comes back as it was read', () => {
  const search =
    '?lang=en&network=ripa&service=data30&zone=2401&section=place&at=19.5,65.1&layers=coverage,gaps';
  read(search);
  expect(view.search()).toBe(search);
});

it.each([
  '?lang=sv&section=deliveries&delivery=12',
  '?lang=sv&section=deliveries&delivery=new',
  '?lang=sv&section=changes&change=versions&before=3&after=5',
  '?lang=sv&section=changes&change=retreat',
  '?lang=sv&section=administration&part=audit',
])('%s leads to what it names', (search) => {
  read(search);
  expect(view.search()).toBe(search);
});

it.each([
  '?lang=sv&network=at-least-2&without_technology=4G&evidence=verified&date=2026-10-01',
  '?lang=sv&network=ripa,jarv&technology=5G&zone=2480',
  '?lang=sv&network=all&date=2026-10-01&section=changes&change=days&since=2026-03-30',
])('%s asks what it asked, and the region has it all', (search) => {
  read(search);
  view.keepKnown(REGION);
  expect(view.search()).toBe(search);
});

it.each([
  ['?network=at-least-4', '?lang=sv'],
  ['?network=ripa,nowhere', '?lang=sv'],
  ['?technology=2G', '?lang=sv'],
  ['?technology=4G&without_technology=5G', '?lang=sv&technology=4G'],
  ['?date=2026-11-16', '?lang=sv'],
  ['?date=2026-13-01&evidence=felt', '?lang=sv'],
])('of %s stays what can be asked', (search, asked) => {
  read(search);
  view.keepKnown(REGION);
  expect(view.search()).toBe(asked);
});

it('what is chosen in another section is not in the address', () => {
  read('?section=deliveries&delivery=12');
  view.section = 'zones';
  expect(view.search()).toBe('?lang=sv');
});

it('layers are in the address where they are not the first ones', () => {
  view.visible.measurements = true;
  expect(view.search()).toBe('?lang=sv&layers=coverage,measurements,deadZones,roads');
  read('?layers=roads,nonsense');
  expect(view.search()).toBe('?lang=sv&layers=roads');
});

it('the address goes before the language that was chosen last', () => {
  read('', 'en');
  expect(view.language).toBe('en');
  read('?lang=sv', 'en');
  expect(view.language).toBe('sv');
});

it('what cannot be read is left out', () => {
  read('?lang=no&section=nowhere&at=north&delivery=-1&before=x');
  expect(view.search()).toBe('?lang=sv');
});

it('a network or service that the region lacks becomes the default', () => {
  read('?network=nowhere&service=data100');
  view.keepKnown(REGION);
  expect([view.network, view.service]).toEqual(['any', 'voice']);
});

it('a position is rounded to about a metre', () => {
  expect(rounded({ lon: 19.123456789, lat: 65 })).toEqual({ lon: 19.12346, lat: 65 });
});
