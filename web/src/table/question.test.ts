import { expect, it } from 'vitest';
import type { Question } from '../api/types';
import { wordsOf } from '../i18n';
import { question } from '../testing/question';
import {
  askedOf,
  captionText,
  countsBetween,
  isDrawn,
  isKnown,
  isPlain,
  type Naming,
  questionSentence,
  readTechnologyChoice,
  restsOn,
  several,
  supplyQuery,
  technologyChoice,
} from './question';

const NETWORKS = ['ripa', 'tjader', 'jarv'];
const NAMES: Record<string, string> = { ripa: 'Ripa', tjader: 'Tjäder', jarv: 'Järv' };
const naming = (language: 'sv' | 'en'): Naming => ({
  ...{ words: wordsOf(language), language },
  networkName: (id) => NAMES[id] ?? id,
  serviceName: () => (language === 'sv' ? 'Tal' : 'Voice'),
});

it.each([
  ['any', { kind: 'any' }],
  ['all', { kind: 'all' }],
  ['at-least-2', { kind: 'at_least', count: 2 }],
  ['ripa,jarv', { kind: 'several', ids: ['ripa', 'jarv'] }],
  ['ripa', { kind: 'one', id: 'ripa' }],
])('%s reads as %j', (network, asked) => expect(askedOf(network)).toEqual(asked));

it.each([
  ['any', true],
  ['at-least-3', true],
  ['at-least-4', false],
  ['at-least-two', false],
  ['at-least-1.5', false],
  ['ripa,jarv', true],
  ['ripa,', false],
  ['nowhere', false],
])('whether the region knows %s: %s', (network, known) =>
  expect(isKnown(network, NETWORKS)).toBe(known),
);

it('an answer rests on the claims of those who are asked about', () => {
  expect(restsOn('jarv', NETWORKS)).toEqual(['jarv']);
  expect(restsOn('ripa,jarv', NETWORKS)).toEqual(['ripa', 'jarv']);
  for (const network of ['any', 'all', 'at-least-2'])
    expect(restsOn(network, NETWORKS)).toEqual(NETWORKS);
});

it('the same networks are the same address, in whatever order they are chosen', () => {
  expect(several(['jarv', 'ripa'], NETWORKS)).toBe('ripa,jarv');
});

it.each([
  [1, []],
  [2, []],
  [3, [2]],
  [5, [2, 3, 4]],
])('between any and all of %i networks lie %j', (networks, counts) =>
  expect(countsBetween(networks)).toEqual(counts),
);

it('the service is asked for what is chosen alone', () => {
  expect(supplyQuery(question())).toEqual({ network: 'any', service: 'voice' });
  const narrowed = question({ without: '4G', evidence: 'verified', date: '2026-10-01' });
  expect(supplyQuery(narrowed)).toEqual({
    ...{ network: 'any', service: 'voice', without_technology: '4G' },
    ...{ evidence: 'verified', date: '2026-10-01' },
  });
});

it.each<[Partial<Question>, boolean, boolean]>([
  [{}, true, true],
  [{ network: 'all' }, true, true],
  [{ network: 'ripa', technology: '4G' }, true, false],
  [{ network: 'at-least-2' }, false, true],
  [{ network: 'ripa,jarv' }, false, true],
  [{ without: '4G' }, false, false],
  [{ evidence: 'verified' }, false, false],
  [{ date: '2026-10-01' }, false, false],
])('%j: drawn by the map %s, plain %s', (changes, drawn, plain) => {
  expect(isDrawn(question(changes))).toBe(drawn);
  expect(isPlain(question(changes))).toBe(plain);
});

it.each<Pick<Question, 'technology' | 'without'>>([
  { technology: null, without: null },
  { technology: '4G', without: null },
  { technology: null, without: '5G' },
])('a choice of technology comes back as %j', (chosen) =>
  expect(readTechnologyChoice(technologyChoice(question(chosen)))).toEqual(chosen),
);

it('says in a sentence what is shown, in either language', () => {
  const asked = question({
    ...{ network: 'at-least-2', without: '4G', evidence: 'verified', date: '2026-10-01' },
  });
  expect(questionSentence(asked, naming('sv'))).toBe(
    'Tal: verifierad täckning från minst två nät, utan 4G, den 1 oktober 2026.',
  );
  expect(questionSentence(asked, naming('en'))).toBe(
    'Voice: verified coverage from at least two networks, without 4G, on 1 October 2026.',
  );
  const three = question({ network: 'ripa,tjader,jarv', technology: '5G' });
  expect(questionSentence(three, naming('sv'))).toBe(
    'Tal: redovisad täckning från Ripa, Tjäder eller Järv (minst ett av dem), bara 5G, som det är nu.',
  );
});

it('a caption names what narrows the question, and nothing else', () => {
  expect(captionText(question({ network: 'ripa' }), naming('sv'))).toBe('Tal, Ripa');
  const narrowed = question({ network: 'all', evidence: 'verified', date: '2026-10-01' });
  expect(captionText(narrowed, naming('sv'))).toBe(
    'Tal, Alla nät samtidigt, verifierad, 1 oktober 2026',
  );
});
