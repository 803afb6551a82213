import { describe, expect, it } from 'vitest';
import type { Unit } from './api/types';
import {
  amount,
  localMinute,
  percentText,
  readDegrees,
  shareText,
  shortHash,
  thresholdText,
} from './format';
import { type Language, wordsOf } from './i18n';

/** Spaces that do not break are written here as plain ones, and the minus sign as it is typed. */
function plain(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ');
}

describe('shares', () => {
  it('keep the digits that the service rounded', () => {
    expect(plain(percentText('98.49', 'sv'))).toBe('98,49 %');
    expect(percentText('98.49', 'en')).toBe('98.49%');
    expect(plain(percentText('100.00', 'sv'))).toBe('100,00 %');
  });

  it('without such digits have two decimals, half-even', () => {
    expect(plain(shareText(0.9922, 'sv'))).toBe('99,22 %');
    expect(plain(shareText(0.99, 'sv'))).toBe('99,00 %');
    expect(shareText(0.5, 'en')).toBe('50.00%');
  });

  it('that are laid down are as short as they were written', () => {
    expect(plain(thresholdText(0.985, 'sv'))).toBe('98,5 %');
    expect(thresholdText(0.95, 'en')).toBe('95%');
  });
});

describe('amounts', () => {
  const cases: [number, Unit, Language, string][] = [
    [9_726_000_000, 'm2', 'sv', '9 726 km²'],
    [62_740_000, 'm2', 'sv', '62,7 km²'],
    [62_740_000, 'm2', 'en', '62.7 km²'],
    [3_600, 'm2', 'sv', '0,004 km²'],
    [0, 'm2', 'sv', '0 km²'],
    [2_200, 'm', 'sv', '2,2 km'],
    [12, 'm', 'en', '0.01 km'],
    [12_345.6, 'inhabitants', 'sv', '12 346 inv.'],
    [12_345.6, 'inhabitants', 'en', '12,346 people'],
    [0.3, 'inhabitants', 'sv', '0,3 inv.'],
    [0.00007, 'inhabitants', 'sv', '<0,001 inv.'],
    [7, 'places', 'sv', '7 platser'],
    [1, 'buildings', 'sv', '1 byggnad'],
    [30, 'buildings', 'en', '30 buildings'],
    [2_200, 'trail_length', 'en', '2.2 km'],
  ];

  it.each(cases)('%d %s in %s is %s', (value, unit, language, expected) => {
    expect(plain(amount(value, unit, language, wordsOf(language)))).toBe(expected);
  });
});

describe('degrees as typed', () => {
  const cases: [string, number | null][] = [
    ['65,58', 65.58],
    [' 65.58 ', 65.58],
    ['−20,26', -20.26],
    ['', null],
    ['norr', null],
    ['90,1', null],
  ];

  it.each(cases)('%j within 90 is %s', (text, expected) => {
    expect(readDegrees(text, 90)).toBe(expected);
  });
});

it('a minute is local and without seconds', () => {
  const instant = new Date(2026, 10, 1, 9, 5, 59);
  expect(localMinute(instant)).toBe('2026-11-01T09:05');
});

it('a hash is shortened only when long', () => {
  expect(shortHash('9f2c4be1d07a55aa31')).toBe('9f2c4be1d07a…');
  expect(shortHash('9f2c')).toBe('9f2c');
});
