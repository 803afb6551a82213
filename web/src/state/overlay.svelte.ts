/** What a page shows on the map beside the layers that the reader switches: findings, a delivery, changed land, gaps, one's own area, a plan. */
import type { ChangedLand, Finding } from '../api/types';
import type { ListedGaps } from '../map/overlays';

class Overlay {
  /** In the order of their table: a finding is chosen by its place in it. */
  findings = $state.raw<readonly Finding[]>([]);
  finding = $state<number | null>(null);
  changed = $state.raw<ChangedLand | null>(null);
  delivered = $state.raw<GeoJSON.FeatureCollection | null>(null);
  listed = $state.raw<ListedGaps | null>(null);
  /** The listed gap that the reader looks at, by its rank. */
  gap = $state<number | null>(null);
  /** One's own area, finished or with its corners so far. */
  own = $state.raw<GeoJSON.FeatureCollection | null>(null);
  /** A measurement plan's roads. */
  planned = $state.raw<GeoJSON.FeatureCollection | null>(null);
  /** Where a table wants the map to look; `bounds` are west, south, east, north. */
  look = $state.raw<{ bounds: number[]; bringIntoSight: boolean } | null>(null);
  /** The zone that a table has opened: the map marks it and goes there. */
  zone = $state<string | null>(null);

  clearGaps(): void {
    this.listed = null;
    this.gap = null;
  }

  clearFindings(): void {
    this.findings = [];
    this.finding = null;
  }
}

export const overlay = new Overlay();
