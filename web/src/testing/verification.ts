/** Verdicts as tests need them, shaped by the API's types. */
import type { KindVerdict, MeasuredState, ProvedDemand, Verdict } from '../api/types';
import { share } from './figures';

/** 196 of 200 votes, or nothing measured. */
export function kindVerdict(state: MeasuredState): KindVerdict {
  const measured = state !== 'not_measured';
  return {
    state,
    ...{ votes: measured ? 200 : 0, passing: measured ? 196 : 0 },
    share: measured ? share(0.98) : null,
    interval: measured ? { lower: 0.9497, upper: 0.9922 } : null,
    design_effect: measured ? { correlation: 0.25, cluster_votes: 9, effective_votes: 66.7 } : null,
    votes_still_needed: 120,
    reliability: {
      ...{ tests: 0, passing: 0, share: null, interval: null, passes: null },
      ...{ sub_zones: 0, judged_sub_zones: 0, failing_sub_zones: [] },
    },
    challenge: {
      ...{ stands: false, tests: 0, failing: 0, least_failing: null, failing_cells: 0 },
      ...{ failing_from: null, failing_until: null },
    },
    matrix: measured
      ? {
          ...{
            claimed_passed: 850,
            claimed_failed: 50,
            unclaimed_passed: 20,
            unclaimed_failed: 80,
          },
          ...{ overclaim: share(0.0556), underclaim: share(0.2), agreement: share(0.93) },
        }
      : {
          ...{ claimed_passed: 0, claimed_failed: 0, unclaimed_passed: 0, unclaimed_failed: 0 },
          ...{ overclaim: null, underclaim: null, agreement: null },
        },
    evidence: {
      ...{ samples: measured ? 600 : 0, rejected: [], newest: null },
      ...{ median_age_days: null, mean_age_weight: null },
    },
    drivable: null,
  };
}

/** Of the signal alone: nobody tried the service. */
export function verdict(zoneCode: string, state: MeasuredState): Verdict {
  return {
    zone: { code: zoneCode, name: zoneCode, kind: 'municipality' },
    ...{ network: 'ripa', service: 'voice', state },
    by_signal: kindVerdict(state),
    by_service: kindVerdict('not_measured'),
    proved: null,
  };
}

export function provedRoad(): ProvedDemand {
  const part = (amount: number) => ({ amount, share: share(amount / 8_000) });
  const measure = {
    total: 10_000,
    ...{ claimed: 8_000, claimed_share: share(0.8) },
    ...{ verified: 7_600, verified_share: share(0.76) },
    ...{ confirmed: part(2_000), refuted: part(400) },
    ...{ inconclusive: part(1_600), not_measured: part(4_000) },
  };
  const classes = ['riksvag', ''].map((name) => ({ ...measure, group: null, class: name }));
  return { demand: 'road_length', unit: 'm', ...measure, classes };
}
