/** One municipality's further demand in words: what the region has beside the table's columns. */
import type { Measure, Stretches, ZoneGaps } from '../api/types';
import { amount, length, number, percentText } from '../format';
import { type Language, type Words, wordsOf } from '../i18n';

/** What a region may have beside what every region has. */
export const MEASURES = [
  'railway_length',
  'trail_length',
  'route_length',
  'buildings',
  'presence_area',
] as const;
export const LINES = ['roads', 'railways', 'trails', 'routes'] as const;
export type Line = (typeof LINES)[number];

export type MeasureLine = { name: string; covered: string; missing: string };
export type Stretch = NonNullable<Stretches['listed']>[number];

/** A line for each measure that the region has; without demand there is no percentage. */
export function measureLines(gaps: ZoneGaps, language: Language): MeasureLine[] {
  const words = wordsOf(language);
  return MEASURES.flatMap((name) => {
    const measure = gaps[name];
    return measure
      ? [{ name: words.demandDetail[name], ...measureTexts(measure, language, words) }]
      : [];
  });
}

/** The classes of one kind of line, or none where it has but one. */
export function classTexts(stretches: Stretches, language: Language): string[] {
  const words = wordsOf(language);
  const named = (text: string) => text || words.demandDetail.noClass;
  if (stretches.classes.length < 2) return [];
  return stretches.classes.map(({ class: name, measure }) => {
    const { covered, missing } = measureTexts(measure, language, words);
    return `${named(name)}: ${covered}, ${words.missing(missing)}`;
  });
}

/** Such as “E45, km 12,4–15,1: 2,7 km”. */
export function stretchText(stretch: Stretch, language: Language): string {
  const words = wordsOf(language).demandDetail;
  const { route, organisation, name, position, length_m } = stretch;
  const parts = [route || name || words.nameless, organisation];
  if (position) {
    const kilometre = (metres: number) => number(metres / 1000, language, 1);
    parts.push(words.kilometres(kilometre(position.from_m), kilometre(position.to_m)));
    if (position.pieces > 1) {
      parts.push(words.piece(number(position.piece, language), number(position.pieces, language)));
    }
  }
  return `${parts.filter(Boolean).join(', ')}: ${length(length_m, language)}`;
}

export function stretchesOf(gaps: ZoneGaps, line: Line): Stretches | null {
  return {
    roads: gaps.road_stretches,
    railways: gaps.railway_stretches,
    trails: gaps.trail_stretches,
    routes: gaps.route_stretches,
  }[line];
}

function measureTexts(measure: Measure, language: Language, words: Words) {
  const share = measure.covered_share;
  return {
    covered: share ? percentText(share.percent, language) : words.noDemand,
    missing: amount(measure.uncovered, measure.unit, language, words),
  };
}
