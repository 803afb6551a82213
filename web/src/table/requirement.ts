/** Requirements' verdicts and market, without markup. */
import type { Market, NetworkEvaluation, ZoneOutcome, ZoneVerdict } from '../api/types';
import { amount } from '../format';
import { type Language, wordsOf } from '../i18n';

type Shortfall = NonNullable<ZoneVerdict['shortfall']>;

/** A sign beside each colour: nobody needs to see the colour. */
export const OUTCOME_SIGN: Record<ZoneOutcome, string> = {
  met: '✓',
  missed: '✕',
  waived: '◐',
  undetermined: '?',
  no_demand: '–',
};

export function shortfallText({ unit, amount: missing }: Shortfall, language: Language): string {
  return amount(missing, unit, language, wordsOf(language));
}

/** A row for each zone: its name, and each network's verdict in the networks' order. */
export type VerdictRow = { code: string; name: string; verdicts: ZoneVerdict[] };

export function verdictRows(networks: readonly NetworkEvaluation[]): VerdictRow[] {
  const [first] = networks;
  return (first?.zones ?? []).map(({ zone }, place) => ({
    code: zone.code,
    name: zone.name,
    verdicts: networks.flatMap((network) => network.zones[place] ?? []),
  }));
}

export type Contenders = { meeting: number; open: number };

/** What a market is at a threshold 0…1, by the first step that reaches it. */
export function contendersAt(market: Market, threshold: number): Contenders {
  const step = market.curve.find(({ up_to }) => threshold <= up_to);
  return step ?? { meeting: 0, open: 0 };
}

/** A step of the curve with where it begins, shares 0…1. */
export type CurveStep = Contenders & { from: number; upTo: number };

export function curveSteps(market: Market): CurveStep[] {
  return market.curve.map(({ up_to, meeting, open }, place) => {
    const from = place === 0 ? 0 : (market.curve[place - 1]?.up_to ?? 0);
    return { from, upTo: up_to, meeting, open };
  });
}

/** The curve as an SVG path in a drawing `width` wide, whose zero lies at `height`. */
export function curvePath(
  steps: readonly CurveStep[],
  most: number,
  width: number,
  height: number,
): string {
  const y = (count: number) => height - (most === 0 ? 0 : (count / most) * height);
  const start = steps[0] ? `M0 ${y(steps[0].meeting)}` : '';
  return start + steps.map(({ upTo, meeting }) => `V${y(meeting)}H${upTo * width}`).join('');
}
