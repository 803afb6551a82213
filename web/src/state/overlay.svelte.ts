/** What a page shows on the map beside the layers that the reader switches: findings, a delivery, changed land. */
import type { ChangedLand, Finding } from '../api/types';

class Overlay {
  /** In the order of their table: a finding is chosen by its place in it. */
  findings = $state.raw<readonly Finding[]>([]);
  finding = $state<number | null>(null);
  changed = $state.raw<ChangedLand | null>(null);
  delivered = $state.raw<GeoJSON.FeatureCollection | null>(null);
  /** The zone that a table has opened: the map marks it and goes there. */
  zone = $state<string | null>(null);

  clearFindings(): void {
    this.findings = [];
    this.finding = null;
  }
}

export const overlay = new Overlay();
