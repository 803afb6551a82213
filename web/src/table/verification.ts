/** What measurements prove, in words: facts of one zone, and amounts with their shares. */
import {
  type KindVerdict,
  type ProvedDemand,
  type ProvedMeasure,
  TEST_KINDS,
  type TestKind,
  type Verdict,
} from '../api/types';
import { amount, day, number, percentText, shareText } from '../format';
import { type Language, type Words, wordsOf } from '../i18n';

/** The four cells of the matrix, overclaim first: it is what the reader looks for. */
export const MATRIX_CELLS = [
  'claimed_passed',
  'claimed_failed',
  'unclaimed_passed',
  'unclaimed_failed',
] as const;
export const PROVED_STATES = ['confirmed', 'refuted', 'inconclusive', 'not_measured'] as const;

export function kindOf(verdict: Verdict, kind: TestKind): KindVerdict {
  return kind === 'signal' ? verdict.by_signal : verdict.by_service;
}

/** The kinds of tests that say anything of the claim: where there are none, nothing is measured. */
export function kindsMeasured(verdict: Verdict): [TestKind, KindVerdict][] {
  const all = TEST_KINDS.map((kind) => [kind, kindOf(verdict, kind)] as [TestKind, KindVerdict]);
  return all.filter(([, found]) => found.votes > 0);
}

export function isMeasured({ matrix }: KindVerdict): boolean {
  return MATRIX_CELLS.some((cell) => matrix[cell] > 0);
}

/** One figure as each kind of tests has it; what isn't known is a dash, never a zero. */
export type Fact = { name: string; signal: string; service: string };

/** Every figure that the verdict rests on, in the order of reading. */
export function factsOf(verdict: Verdict, language: Language): Fact[] {
  const [signal, service] = [verdict.by_signal, verdict.by_service].map((kind) =>
    factsOfKind(kind, language),
  );
  return (signal ?? []).map(([name, text], index) => ({
    name,
    signal: text,
    service: service?.[index]?.[1] ?? text,
  }));
}

function factsOfKind(kind: KindVerdict, language: Language): [string, string][] {
  const words = wordsOf(language).verification;
  return [
    ...ofVotes(kind, language, words),
    ...ofReliability(kind, language, words),
    ...ofMatrix(kind, language, words),
    ...ofEvidence(kind, language, words),
  ];
}

type VerificationWords = Words['verification'];

function ofVotes(kind: KindVerdict, language: Language, words: VerificationWords) {
  const { votes, passing, share, interval, design_effect: effect } = kind;
  const whole = (figure: number) => number(figure, language);
  const decimals = (figure: number | null | undefined, places: number) =>
    figure === null || figure === undefined ? words.none : number(figure, language, places);
  const correlation = effect && effect.correlation === null ? words.correlationUnknown : null;
  const facts: [string, string][] = [
    [words.votes, votes > 0 ? words.of(whole(passing), whole(votes)) : words.none],
    [words.share, share ? percentText(share.percent, language) : words.none],
    [words.interval, rangeText(interval, language, words)],
    [words.effective, decimals(effect?.effective_votes, 1)],
    [words.cluster, decimals(effect?.cluster_votes, 1)],
    [words.correlation, correlation ?? decimals(effect?.correlation, 3)],
    [words.stillNeeded, neededText(kind, language, words)],
  ];
  return facts;
}

function neededText(
  { votes_still_needed: needed }: KindVerdict,
  language: Language,
  words: VerificationWords,
): string {
  if (needed === null) return words.stillNeededNever;
  return needed === 0 ? words.stillNeededNone : number(needed, language);
}

function ofReliability(kind: KindVerdict, language: Language, words: VerificationWords) {
  const { reliability, challenge, drivable } = kind;
  const whole = (figure: number) => number(figure, language);
  const { share, passes, failing_sub_zones: failing } = reliability;
  const scales = passes === null ? words.none : passes ? words.scalesHold : words.scalesFail;
  const counted = words.subZonesOf(
    whole(failing.length),
    whole(reliability.judged_sub_zones),
    whole(reliability.sub_zones),
  );
  const named = failing.map(({ name, passing, tests }) =>
    words.subZone(name, whole(passing), whole(tests)),
  );
  const { stands, failing: failed, tests, least_failing: least } = challenge;
  const challenged = stands
    ? words.challengeStands(whole(failed), whole(tests))
    : least === null
      ? words.challengeTooFew(whole(tests))
      : words.challengeFalls(whole(failed), whole(tests), whole(least));
  const facts: [string, string][] = [
    [
      words.reliability,
      share
        ? `${percentText(share.percent, language)} (${words.of(whole(reliability.passing), whole(reliability.tests))})`
        : words.none,
    ],
    [words.reliabilityInterval, rangeText(reliability.interval, language, words)],
    [words.scales, scales],
    [words.subZones, reliability.sub_zones > 0 ? [counted, ...named].join('; ') : words.none],
    [words.challenge, tests > 0 ? challenged : words.none],
  ];
  if (drivable) {
    const counts = words.of(whole(drivable.tested), whole(drivable.drivable));
    const tested = drivable.tested_share;
    facts.push([
      words.drivable,
      tested ? `${percentText(tested.percent, language)} (${counts})` : words.none,
    ]);
  }
  return facts;
}

function ofMatrix({ matrix }: KindVerdict, language: Language, words: VerificationWords) {
  const names = matrixNames(words);
  const counts = MATRIX_CELLS.map(
    (cell) => [names[cell], number(matrix[cell], language)] as [string, string],
  );
  const shares = (['overclaim', 'underclaim', 'agreement'] as const).map((name) => {
    const share = matrix[name];
    const text = share ? percentText(share.percent, language) : words.none;
    return [words[name], text] as [string, string];
  });
  return [...counts, ...shares];
}

export function matrixNames(words: VerificationWords) {
  return {
    claimed_passed: words.claimedPassed,
    claimed_failed: words.claimedFailed,
    unclaimed_passed: words.unclaimedPassed,
    unclaimed_failed: words.unclaimedFailed,
  };
}

function ofEvidence({ evidence }: KindVerdict, language: Language, words: VerificationWords) {
  const whole = (figure: number) => number(figure, language);
  const { newest, median_age_days: age, mean_age_weight: weight, samples, rejected } = evidence;
  const reasons = rejected.map(
    ({ code, count }) => `${words.rejection[code] ?? code} ${whole(count)}`,
  );
  const facts: [string, string][] = [
    [words.newest, newest ? day(newest, language) : words.none],
    [words.medianAge, age === null ? words.none : words.days(whole(age))],
    [words.ageWeight, weight === null ? words.none : number(weight, language, 2)],
    [words.samples, whole(samples)],
    [words.rejected, reasons.length > 0 ? reasons.join(', ') : words.rejectedNone],
  ];
  return facts;
}

function rangeText(
  interval: { lower: number; upper: number } | null,
  language: Language,
  words: VerificationWords,
): string {
  if (!interval) return words.none;
  return words.range(shareText(interval.lower, language), shareText(interval.upper, language));
}

/** A claimed demand: what there is of it, what is verified, and each state's share and amount. */
export type ProvedLine = {
  name: string;
  claimed: Amount;
  verified: Amount;
  states: Amount[];
};
type Amount = { share: string; amount: string };

/** Each demand, and below it its classes where it has several; those of the area where people are overlap and stay out. */
export function provedLines(proved: readonly ProvedDemand[], language: Language): ProvedLine[] {
  const words = wordsOf(language);
  return proved.flatMap((demand) => {
    const name = words.verification.demands[demand.demand];
    const classes = demand.classes.filter(({ group }) => group === null);
    return [
      provedLine(name, demand, demand.unit, language),
      ...(classes.length < 2 ? [] : classes).map((one) =>
        provedLine(
          `${name}: ${one.class || words.demandDetail.noClass}`,
          one,
          demand.unit,
          language,
        ),
      ),
    ];
  });
}

function provedLine(
  name: string,
  measure: ProvedMeasure,
  unit: ProvedDemand['unit'],
  language: Language,
): ProvedLine {
  const words = wordsOf(language);
  const text = (share: { percent: string } | null, value: number): Amount => ({
    share: share ? percentText(share.percent, language) : words.verification.none,
    amount: amount(value, unit, language, words),
  });
  return {
    name,
    claimed: text(measure.claimed_share, measure.claimed),
    verified: text(measure.verified_share, measure.verified),
    states: PROVED_STATES.map((state) => text(measure[state].share, measure[state].amount)),
  };
}
