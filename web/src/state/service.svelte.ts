/** The answers that several parts of the page share. */
import * as api from '../api/client';
import type {
  CoverageAt,
  DeadZones,
  Gaps,
  Network,
  NetworkChoice,
  Region,
  ServiceId,
  Verdicts,
  Zone,
} from '../api/types';
import { ANY_NETWORK } from '../api/types';
import { Answer } from './answer.svelte';
import { view } from './view.svelte';

type Frame = { region: Region; networks: Network[]; zones: Zone[] };
/** Claims and measurements answer one question together, so that no row mixes two questions. */
type Figures = { network: NetworkChoice; service: ServiceId; gaps: Gaps; verdicts: Verdicts };

export const frame = new Answer<Frame>();
export const figures = new Answer<Figures>();
export const coverageAt = new Answer<CoverageAt>();
export const deadZones = new Answer<DeadZones>();

/** Region, networks and zones: what the page needs before anything can be asked. */
export async function openFrame(): Promise<void> {
  await frame.ask(async () => {
    const [region, networks, zones] = await Promise.all([
      api.region(),
      api.networks(),
      api.zones(),
    ]);
    const known = [ANY_NETWORK, ...networks.map((network) => network.id)];
    view.keepKnown(
      known,
      region.services.map((service) => service.id),
    );
    return { region, networks, zones };
  });
}

/** After a publication: what the networks claim now, without a moment in which the page is empty. */
export async function refreshPublished(): Promise<void> {
  const shown = frame.value;
  if (shown) await frame.ask(async () => ({ ...shown, networks: await api.networks() }));
}

export function askFigures(): void {
  const { network, service } = view;
  void figures.ask(async () => {
    const [gaps, verdicts] = await Promise.all([
      api.gaps(network, service),
      api.verdicts(network, service),
    ]);
    return { network, service, gaps, verdicts };
  });
}

export function askCoverageAt(): void {
  const { position } = view;
  if (position) void coverageAt.ask(() => api.coverageAt(position));
  else coverageAt.clear();
}

export function askDeadZones(): Promise<void> {
  return deadZones.ask(api.deadZones);
}

export function networkName(id: NetworkChoice): string {
  if (id === ANY_NETWORK) return view.words.anyNetwork;
  return frame.value?.networks.find((network) => network.id === id)?.name ?? id;
}

export function serviceName(id: string): string {
  return frame.value?.region.services.find((known) => known.id === id)?.name[view.language] ?? id;
}
