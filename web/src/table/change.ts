/** Rows of lost and gained coverage, and the claims that have versions to compare. */
import type { Change, ChangeFigures, DeliverySummary, ZoneChange } from '../api/types';

export const QUANTITIES = ['land_area', 'inhabitants', 'road_length', 'places'] as const;
export type Quantity = (typeof QUANTITIES)[number];
export type ChangeOrder = Quantity | 'name';

/** Sums of areas and lengths are never exactly nothing: less than this part of all there is does not show. */
const LEAST_PART = 1e-9;

export function hasChanged({ lost, gained, total }: Change): boolean {
  return lost + gained > LEAST_PART * total;
}

export function anyChanged(figures: ChangeFigures): boolean {
  return QUANTITIES.some((quantity) => hasChanged(figures[quantity]));
}

/** Most lost first; where as much is lost, most gained; then by name. */
export function orderedChanges(zones: readonly ZoneChange[], order: ChangeOrder): ZoneChange[] {
  const byName = (a: ZoneChange, b: ZoneChange) => a.zone.name.localeCompare(b.zone.name, 'sv');
  if (order === 'name') return zones.toSorted(byName);
  const of = (zone: ZoneChange) => zone.figures[order];
  return zones.toSorted(
    (a, b) => of(b).lost - of(a).lost || of(b).gained - of(a).gained || byName(a, b),
  );
}

export type ClaimVersions = { key: string; first: DeliverySummary; versions: DeliverySummary[] };

/** Claims with at least two versions, each claim's oldest first. */
export function comparable(deliveries: readonly DeliverySummary[]): ClaimVersions[] {
  const keys = [...new Set(deliveries.map(claimKey))];
  return keys.flatMap((key) => {
    const found = deliveries.filter((delivery) => claimKey(delivery) === key);
    const versions = found.toSorted((a, b) => a.id - b.id);
    const [first] = versions;
    return first && versions.length > 1 ? [{ key, first, versions }] : [];
  });
}

export function claimKey({ network, technology, service, environment }: DeliverySummary): string {
  return [network, technology, service, environment].join(' ');
}
