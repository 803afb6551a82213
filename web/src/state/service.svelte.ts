/** The answers that several parts of the page share. */
import * as api from '../api/client';
import type {
  CoverageAt,
  DeadZones,
  FailingUse,
  Gaps,
  Network,
  NetworkChoice,
  Question,
  Region,
  Verification,
  Zone,
} from '../api/types';
import {
  captionText,
  everyNetworkText,
  type Naming,
  networkText,
  questionSentence,
} from '../table/question';
import { Answer } from './answer.svelte';
import { view } from './view.svelte';

type Frame = { region: Region; networks: Network[]; zones: Zone[] };
/** Claims and measurements answer one question together, so that no row mixes two questions. */
type Figures = { question: Question; gaps: Gaps; verification: Verification };

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
    view.keepKnown({
      networks: networks.map(({ id }) => id),
      services: region.services.map(({ id }) => id),
      technologies: region.technologies,
      lastDay: region.as_of,
    });
    return { region, networks, zones };
  });
}

/** After a publication: what the networks claim now, without a moment in which the page is empty. */
export async function refreshPublished(): Promise<void> {
  const shown = frame.value;
  if (shown) await frame.ask(async () => ({ ...shown, networks: await api.networks() }));
}

export function askFigures(): void {
  const { question } = view;
  void figures.ask(async () => {
    const [gaps, verification] = await Promise.all([
      api.gaps(question),
      api.verification(question),
    ]);
    return { question, gaps, verification };
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

/** What somebody chose, in the page's language: a network, any, several together … */
export function networkName(network: NetworkChoice): string {
  return networkText(network, naming());
}

export function serviceName(id: string): string {
  return frame.value?.region.services.find((known) => known.id === id)?.name[view.language] ?? id;
}

/** What a reporter could not do; the service, where that alone is named. */
export function whatFails(report: { failing: readonly FailingUse[]; service: string }): string {
  const failing = report.failing.map((use) => view.words.report.failingUse[use]);
  return failing.join(', ') || serviceName(report.service);
}

export function captionOf(question: Question): string {
  return captionText(question, naming());
}

export function everyNetworkOf(question: Question): string {
  return everyNetworkText(question, naming());
}

export function sentenceOf(question: Question): string {
  return questionSentence(question, naming());
}

function naming(): Naming {
  const { words, language } = view;
  const nameOf = (id: string) =>
    frame.value?.networks.find((network) => network.id === id)?.name ?? id;
  return { words, language, networkName: nameOf, serviceName };
}
