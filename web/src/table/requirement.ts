/** A requirement in sentences: what, where, how much, and when. */
import type { NetworkEvaluation, Requirement, Unit } from '../api/types';
import { amount, day, length, number, thresholdText } from '../format';
import { type Language, type Words, wordsOf } from '../i18n';
import { serviceName } from '../state/service.svelte';

type Shortfall = NonNullable<NetworkEvaluation['zones'][number]['shortfall']>;
/** What each demand is called, by its name or by what it is counted in. */
const DEMAND: Record<Unit, keyof Words['demand']> = {
  land_area: 'land',
  m2: 'land',
  inhabitants: 'inhabitants',
  road_length: 'roads',
  m: 'roads',
  railway_length: 'railways',
  trail_length: 'trails',
  route_length: 'routes',
  places: 'places',
  buildings: 'buildings',
  presence_area: 'presence',
};

export function requirementSentences(requirement: Requirement, language: Language): string[] {
  const words = wordsOf(language);
  const { threshold, unit, service, technology, longest_gap_m, waivers } = requirement;
  const sentences = [
    words.requirementSentence(
      thresholdText(threshold, language),
      words.demand[DEMAND[unit]],
      serviceName(service),
      zonesText(requirement.zones, language, words),
    ),
  ];
  if (technology) sentences.push(words.requirementTechnology(technology));
  if (longest_gap_m !== null)
    sentences.push(words.requirementLongestGap(length(longest_gap_m, language)));
  if (waivers.length > 0)
    sentences.push(words.requirementWaivers(number(waivers.length, language)));
  return [...sentences, validity(requirement, language, words)];
}

export function shortfallText({ unit, amount: missing }: Shortfall, language: Language): string {
  return amount(missing, unit, language, wordsOf(language));
}

function zonesText(zones: Requirement['zones'], language: Language, words: Words): string {
  if (zones.codes) return words.namedZones(number(zones.codes.length, language));
  if (zones.kind === 'municipality') return words.everyMunicipality;
  return zones.kind === 'county' ? words.everyCounty : words.everyZone;
}

function validity({ valid_from, valid_to }: Requirement, language: Language, words: Words): string {
  const from = day(valid_from, language);
  return `${valid_to ? words.validBetween(from, day(valid_to, language)) : words.validFrom(from)}.`;
}
