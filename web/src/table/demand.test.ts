import { describe, expect, it } from 'vitest';
import type { Language } from '../i18n';
import { measure, zoneGaps } from '../testing/figures';
import { classTexts, measureLines, type Stretch, stretchText } from './demand';

const plain = (text: string) => text.replace(/\u00a0/g, ' ');
const stretch: Stretch = {
  ...{ route: 'E45', organisation: '', name: 'E45 A–B', class: 'europavag', length_m: 2740 },
  position: { from_m: 12_400, to_m: 15_140, piece: 1, pieces: 1 },
};

describe('measures', () => {
  it('are told as far as the region has them', () => {
    const gaps = zoneGaps('2480', 'Umeå', 0.99);
    expect(measureLines(gaps, 'sv')).toEqual([]);
    gaps.railway_length = measure('m', 10_000, 7_500);
    gaps.trail_length = measure('m', 0, 0);
    gaps.buildings = measure('buildings', 2_000, 1_970);
    const lines = measureLines(gaps, 'sv').map((line) => Object.values(line).map(plain));
    expect(lines).toEqual([
      ['Järnväg', '75,00 %', '2,5 km'],
      ['Leder', 'inget att täcka', '0 km'],
      ['Byggnader', '98,50 %', '30 byggnader'],
    ]);
  });
});

describe('a stretch', () => {
  const cases: [Partial<Stretch>, Language, string][] = [
    [{}, 'sv', 'E45, km 12,4–15,1: 2,7 km'],
    [{}, 'en', 'E45, km 12.4–15.1: 2.7 km'],
    [
      { route: 'Slinga 1', organisation: 'Umeå kommun' },
      'sv',
      'Slinga 1, Umeå kommun, km 12,4–15,1: 2,7 km',
    ],
    [{ route: '', position: null }, 'sv', 'E45 A–B: 2,7 km'],
    [{ route: '', name: '', position: null }, 'sv', 'utan namn: 2,7 km'],
    [
      { position: { from_m: 0, to_m: 2740, piece: 2, pieces: 3 } },
      'sv',
      'E45, km 0–2,7, del 2 av 3: 2,7 km',
    ],
  ];

  it.each(cases)('%j in %s is %s', (changed, language, expected) => {
    expect(plain(stretchText({ ...stretch, ...changed }, language))).toBe(expected);
  });
});

it('classes are told where there is more than one', () => {
  const { road_stretches: roads } = zoneGaps('2480', 'Umeå', 0.99);
  expect(classTexts(roads, 'sv')).toEqual([]);
  const class_ = (name: string, covered: number) => ({
    class: name,
    measure: measure('m', 5_000, covered),
  });
  const two = { ...roads, classes: [class_('', 5_000), class_('riksvag', 4_000)] };
  expect(classTexts(two, 'sv').map(plain)).toEqual([
    'utan klass: 100,00 %, 0 km saknas',
    'riksvag: 80,00 %, 1 km saknas',
  ]);
});
