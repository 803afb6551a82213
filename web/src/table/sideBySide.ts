/** Networks beside each other in words: four rankings, and what pairs of networks add. */
import type { Measure, Network, NetworkPairs, NetworkRankings } from '../api/types';
import { length, number, percentText } from '../format';
import { type Language, wordsOf } from '../i18n';

export type RankingLine = {
  name: string;
  /** In the order of the networks; `share` 0…1. */
  cells: { network: string; rank: number; text: string; share: number }[];
};
export type PairLine = { name: string; places: string; routes: string; gained: string };

export function rankingLines(
  { rankings }: NetworkRankings,
  networks: readonly Network[],
  language: Language,
): RankingLine[] {
  const words = wordsOf(language).sideBySide;
  return rankings.map(({ weight, networks: ranked }) => ({
    name: words.weights[weight],
    cells: networks.flatMap(({ id }) => {
      const found = ranked.find(({ network }) => network === id);
      if (!found) return [];
      const { rank, share, covered, total } = found;
      const text =
        weight === 'municipalities'
          ? words.votes(number(covered, language, covered % 1 ? 1 : 0), number(total, language))
          : share
            ? percentText(share.percent, language)
            : words.none;
      return [{ network: id, rank, text, share: total > 0 ? covered / total : 0 }];
    }),
  }));
}

/** Each network for itself, then each pair with what the second one adds. */
export function pairLines(
  { singles, pairs }: NetworkPairs['organisations'][number],
  networks: readonly Network[],
  language: Language,
): PairLine[] {
  const words = wordsOf(language).sideBySide;
  const name = (ids: readonly string[]) =>
    ids.map((id) => networks.find((network) => network.id === id)?.name ?? id).join(' + ');
  const text = (measure: Measure) =>
    measure.covered_share ? percentText(measure.covered_share.percent, language) : words.none;
  const line = (need: (typeof singles)[number], gained: string): PairLine => ({
    name: name(need.networks),
    places: text(need.places),
    routes: text(need.route_length),
    gained,
  });
  return [
    ...singles.map((single) => line(single, '')),
    ...pairs.map((pair) =>
      line(
        pair,
        words.gainedBy(number(pair.gained_places, language), length(pair.gained_route_m, language)),
      ),
    ),
  ];
}
