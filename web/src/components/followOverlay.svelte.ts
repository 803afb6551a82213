/** Has the map show whatever a page has laid over it; to be called while a component is set up. */
import { untrack } from 'svelte';
import type { Zone } from '../api/types';
import type { CoverageMap } from '../map/coverageMap';
import { overlay } from '../state/overlay.svelte';

/** `map` is null until the map library has come. */
export function followOverlay(map: () => CoverageMap | null, zones: () => readonly Zone[]): void {
  $effect(() => map()?.showFindings(overlay.findings));
  $effect(() => map()?.chooseFinding(overlay.finding));
  $effect(() => map()?.showChanged(overlay.changed));
  $effect(() => map()?.showDelivered(overlay.delivered));
  $effect(() => map()?.showListed(overlay.listed));
  $effect(() => map()?.chooseListed(overlay.gap));
  $effect(() => map()?.showOwn(overlay.own));
  $effect(() => map()?.showPlanned(overlay.planned));
  $effect(() => {
    const [shown, zone] = [map(), zones().find(({ code }) => code === overlay.zone)];
    if (!shown || !zone) return;
    shown.select(zone.code);
    shown.zoomTo(zone.bounds);
  });
  $effect(() => {
    const [shown, look] = [map(), overlay.look];
    if (!shown || !look) return;
    shown.zoomTo(look.bounds);
    if (look.bringIntoSight) shown.bringIntoSight();
    // Looked at once: whoever moves the map afterwards keeps it there.
    untrack(() => (overlay.look = null));
  });
}
