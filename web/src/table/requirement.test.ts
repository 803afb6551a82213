import { expect, it } from 'vitest';
import type { Requirement } from '../api/types';
import { requirementSentences, shortfallText } from './requirement';

const requirement: Requirement = {
  title: { sv: 'Väg', en: 'Road' },
  zones: { kind: 'municipality' },
  unit: 'road_length',
  service: 'voice',
  technology: '4G',
  threshold: 0.985,
  longest_gap_m: 2000,
  exclusions: null,
  waivers: [{ zone: '2401', threshold: 0.9, from: '2026-01-01', until: '2026-12-31' }],
  valid_from: '2026-01-01',
  valid_to: null,
};

function check(changed: Partial<Requirement>, language: 'sv' | 'en', expected: string) {
  const text = requirementSentences({ ...requirement, ...changed }, language).join(' ');
  expect(text.replace(/\u00a0/g, ' ')).toContain(expected);
}

it('says share, demand, service and zones', () => {
  check({}, 'sv', 'Minst 98,5 % av väglängden ska ha tjänsten voice i varje kommun.');
  check({}, 'en', 'At least 98.5% of the road length must have the service voice in every');
});

it('names every kind of demand', () => {
  check({ unit: 'railway_length' }, 'sv', 'av järnvägslängden ska');
  check({ unit: 'buildings' }, 'en', 'of the buildings must');
  check({ unit: 'presence_area' }, 'sv', 'av ytan där man normalt befinner sig ska');
});

it('says technology, longest gap, waivers and time', () => {
  check({}, 'sv', 'Endast 4G. Längsta avbrott: 2 km. Dispenser: 1. Gäller från 1 jan. 2026.');
  check({ valid_to: '2030-12-31' }, 'en', 'Valid 1 Jan 2026–31 Dec 2030.');
});

it('counts zones that are named', () => {
  check({ zones: { codes: ['2401', '2403'] } }, 'sv', 'i 2 namngivna områden');
});

it('has a shortfall in the unit of its demand', () => {
  const text = shortfallText({ unit: 'm2', amount: 12_500_000 }, 'sv');
  expect(text.replace(/\u00a0/g, ' ')).toBe('12,5 km²');
});
