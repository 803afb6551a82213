/** The ranked gaps of the zone that is looked at. */
import { gapAreas, type GapsAsked } from '../api/client';
import type { GapAreas, Question } from '../api/types';
import { Answer } from './answer.svelte';

export const zoneGaps = new Answer<GapAreas>();

export function askZoneGaps(question: Question, asked: GapsAsked): void {
  void zoneGaps.ask(() => gapAreas(question, asked));
}
