/** The page's question: how its networks read, how it goes to the service, and what it is in words. */
import type { NetworkChoice, Question, ServiceId, Technology } from '../api/types';
import { ALL_NETWORKS, ANY_NETWORK } from '../api/types';
import { longDay } from '../format';
import type { Language, Words } from '../i18n';

/** What is asked of a network where nobody has narrowed it. */
export function plainQuestion(network: NetworkChoice, service: ServiceId): Question {
  const plain = { technology: null, without: null, evidence: 'claimed', date: null } as const;
  return { network, service, ...plain };
}

export type Asked =
  | { kind: 'any' | 'all' }
  | { kind: 'one'; id: string }
  | { kind: 'at_least'; count: number }
  | { kind: 'several'; ids: string[] };

const AT_LEAST = 'at-least-';
/** Fewer than that are one network, which has a choice of its own. */
export const LEAST_SEVERAL = 2;

export function askedOf(network: NetworkChoice): Asked {
  if (network === ANY_NETWORK || network === ALL_NETWORKS)
    return { kind: network as 'any' | 'all' };
  if (network.startsWith(AT_LEAST))
    return { kind: 'at_least', count: Number(network.slice(AT_LEAST.length)) };
  if (network.includes(',')) return { kind: 'several', ids: network.split(',') };
  return { kind: 'one', id: network };
}

export function atLeast(count: number): NetworkChoice {
  return AT_LEAST + count;
}

/** The counts between any (one) and all of the networks. */
export function countsBetween(networks: number): number[] {
  return Array.from({ length: Math.max(networks - 2, 0) }, (_, index) => index + 2);
}

/** Ids in the region's order, so that the same choice is the same address. */
export function several(ids: readonly string[], known: readonly string[]): NetworkChoice {
  return known.filter((id) => ids.includes(id)).join(',');
}

export function isKnown(network: NetworkChoice, known: readonly string[]): boolean {
  const asked = askedOf(network);
  switch (asked.kind) {
    case 'one':
      return known.includes(asked.id);
    case 'several':
      return asked.ids.length >= LEAST_SEVERAL && asked.ids.every((id) => known.includes(id));
    case 'at_least':
      return Number.isInteger(asked.count) && asked.count >= 1 && asked.count <= known.length;
    default:
      return true;
  }
}

/** The networks whose claims an answer rests on. */
export function restsOn(network: NetworkChoice, known: readonly string[]): readonly string[] {
  const asked = askedOf(network);
  if (asked.kind === 'one') return [asked.id];
  return asked.kind === 'several' ? asked.ids : known;
}

/** As the service's query: what is as by default is left out. */
export function supplyQuery(question: Question) {
  const { network, service, technology, without, evidence, date } = question;
  return {
    ...{ network, service },
    ...(technology && { technology }),
    ...(without && { without_technology: without }),
    ...(evidence === 'verified' && { evidence }),
    ...(date && { date }),
  };
}

/** The map's tiles know a network, any and all, by any technology or one: as claimed, now. */
export function isDrawn({ network, without, evidence, date }: Question): boolean {
  const { kind } = askedOf(network);
  const aboutNetwork = kind === 'any' || kind === 'all' || kind === 'one';
  return aboutNetwork && without === null && evidence === 'claimed' && date === null;
}

/** Claimed, now, by any technology: what verdicts and dead zones are about. */
export function isPlain({ technology, without, evidence, date }: Question): boolean {
  return technology === null && without === null && evidence === 'claimed' && date === null;
}

/** Both technology choices as one, since they exclude each other: `4G`, `-4G` or nothing. */
export function technologyChoice({ technology, without }: Question): string {
  return without ? `-${without}` : (technology ?? '');
}

export function readTechnologyChoice(choice: string): Pick<Question, 'technology' | 'without'> {
  if (choice.startsWith('-')) return { technology: null, without: choice.slice(1) as Technology };
  return { technology: (choice || null) as Technology | null, without: null };
}

/** Names of networks and services are the region's. */
export type Naming = {
  words: Words;
  language: Language;
  networkName: (id: string) => string;
  serviceName: (id: string) => string;
};

/** Whose coverage, as a choice or a table's caption says it. */
export function networkText(network: NetworkChoice, { words, networkName }: Naming): string {
  const asked = askedOf(network);
  switch (asked.kind) {
    case 'any':
      return words.anyNetwork;
    case 'all':
      return words.asking.allNetworks;
    case 'at_least':
      return words.asking.atLeast(words.asking.count(asked.count));
    case 'several':
      return listed(asked.ids.map(networkName), words.asking.or);
    case 'one':
      return networkName(asked.id);
  }
}

/** "Tal, Ripa, utan 4G": a table's caption. */
export function captionText(question: Question, naming: Naming): string {
  const { words, serviceName } = naming;
  const network = networkText(question.network, naming);
  const asked = words.zonesCaption(serviceName(question.service), network);
  return [asked, ...narrowing(question, naming)].join(', ');
}

/** "Tal, utan 4G": the caption of a table that has every network. */
export function everyNetworkText(question: Question, naming: Naming): string {
  return [naming.serviceName(question.service), ...narrowing(question, naming)].join(', ');
}

function narrowing(question: Question, { words, language }: Naming): string[] {
  const { evidence, date } = question;
  return [
    ...technologyText(question, words),
    ...(evidence === 'verified' ? [words.asking.verified] : []),
    ...(date ? [longDay(date, language)] : []),
  ];
}

/** "Tal: verifierad täckning från minst två nät, utan 4G, den 1 oktober 2026." */
export function questionSentence(question: Question, naming: Naming): string {
  const { words, language, serviceName } = naming;
  const { evidence, date } = question;
  const parts = [
    words.asking.coverage(words.asking.evidenceOf[evidence], fromText(question.network, naming)),
    ...technologyText(question, words),
    date ? words.asking.onDay(longDay(date, language)) : words.asking.now,
  ];
  return `${serviceName(question.service)}: ${parts.join(', ')}.`;
}

function fromText(network: NetworkChoice, { words, networkName }: Naming): string {
  const asked = askedOf(network);
  switch (asked.kind) {
    case 'any':
      return words.asking.fromAny;
    case 'all':
      return words.asking.fromAll;
    case 'at_least':
      return words.asking.fromAtLeast(words.asking.count(asked.count));
    case 'several':
      return words.asking.fromSeveral(listed(asked.ids.map(networkName), words.asking.or));
    case 'one':
      return words.asking.fromOne(networkName(asked.id));
  }
}

function technologyText({ technology, without }: Question, words: Words): string[] {
  if (technology) return [words.asking.only(technology)];
  return without ? [words.asking.without(without)] : [];
}

/** "Ripa, Tjäder eller Järv". */
function listed(names: readonly string[], or: string): string {
  const last = names.at(-1) ?? '';
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} ${or} ${last}` : last;
}
