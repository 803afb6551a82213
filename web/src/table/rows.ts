/** The rows of the table of municipalities, and their order. */
import type { Measure, Verdict, ZoneGaps } from '../api/types';

export type Row = { gaps: ZoneGaps; verdicts: Verdict[] };

export const COLUMNS = [
  'name',
  'verdict',
  'land_area',
  'inhabitants',
  'road_length',
  'places',
  'longest_gap',
  'partial',
  'total',
] as const;
export type Column = (typeof COLUMNS)[number];
export type Order = { column: Column; direction: 'ascending' | 'descending' };

/** Refuted first: what needs looking at is what the reader sorts for. */
const STATE_RANK = { refuted: 0, inconclusive: 1, confirmed: 2, not_measured: 3 } as const;

/** What rows are: municipalities, or the smallest kind where a region has none. */
export function rowKind(zoneKinds: readonly string[]): string | undefined {
  return zoneKinds.find((kind) => kind === 'municipality') ?? zoneKinds.at(-1);
}

/** Verdicts stand in the order of the networks wherever networks are listed. */
export function rowsOf(
  gaps: readonly ZoneGaps[],
  verdicts: readonly Verdict[],
  networks: readonly string[],
): Row[] {
  const place = ({ network }: Verdict) => networks.indexOf(network);
  const ordered = verdicts.toSorted((a, b) => place(a) - place(b));
  return gaps.map((zone) => ({
    gaps: zone,
    verdicts: ordered.filter((verdict) => verdict.zone.code === zone.zone.code),
  }));
}

/** The same row first whatever the order it came in; what has no value stands last. */
export function sorted(rows: readonly Row[], { column, direction }: Order): Row[] {
  const sign = direction === 'ascending' ? 1 : -1;
  return [...rows].sort((left, right) => {
    const [a, b] = [sortValue(left, column), sortValue(right, column)];
    if (a === null || b === null)
      return Number(a === null) - Number(b === null) || byName(left, right);
    return sign * compare(a, b) || byName(left, right);
  });
}

export function nextOrder(order: Order, column: Column): Order {
  if (order.column !== column) return { column, direction: 'ascending' };
  return { column, direction: order.direction === 'ascending' ? 'descending' : 'ascending' };
}

function sortValue({ gaps, verdicts }: Row, column: Column): string | number | null {
  switch (column) {
    case 'name':
      return gaps.zone.name;
    case 'verdict':
      return worst(verdicts);
    case 'longest_gap':
      return gaps.road_stretches.longest_m ?? 0;
    case 'partial':
    case 'total':
      return gaps.not_spots[column]?.share ?? null;
    default:
      return coveredShare(gaps[column]);
  }
}

function coveredShare(measure: Measure): number | null {
  return measure.covered_share?.share ?? null;
}

function worst(verdicts: readonly Verdict[]): number | null {
  const ranks = verdicts.map((verdict) => STATE_RANK[verdict.state]);
  return ranks.length > 0 ? Math.min(...ranks) : null;
}

function compare(left: string | number, right: string | number): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left).localeCompare(String(right), 'sv');
}

function byName(left: Row, right: Row): number {
  return left.gaps.zone.name.localeCompare(right.gaps.zone.name, 'sv');
}
