/** Requirements, verdicts and markets for tests. */
import type { Market, Sounding, ZoneOutcome, ZoneVerdict } from '../api/types';
import { basis } from './figures';

export function zoneVerdict(code: string, verdict: ZoneOutcome): ZoneVerdict {
  return {
    zone: { code, name: `Zon ${code}`, kind: 'municipality' },
    verdict,
    missing: verdict === 'undetermined' ? 'measurements' : null,
    votes_still_needed: verdict === 'undetermined' ? 73 : null,
    threshold: 0.95,
    share: verdict === 'no_demand' ? null : { share: 0.9, percent: '90.00' },
    figure: { unit: 'm2', covered: 90_000_000, total: 100_000_000 },
    shortfall: verdict === 'missed' ? { unit: 'm2', amount: 5_000_000 } : null,
    longest_gap_m: null,
    parts_below_floor: [],
    evidence: null,
    failing: { count: 0, listed: [] },
  };
}

const standing = (network: string, share: number) => ({
  network,
  up_to: { share, percent: (share * 100).toFixed(2) },
  missing: null,
  has_demand: true,
});

/** Two networks: one comes to 60 %, the other to 90 %. */
export const market: Market = {
  meeting: 1,
  open: 0,
  networks: [standing('ripa', 0.9), standing('jarv', 0.6)],
  curve: [
    { up_to: 0.6, meeting: 2, open: 0 },
    { up_to: 0.9, meeting: 1, open: 0 },
    { up_to: 1, meeting: 0, open: 0 },
  ],
};

export const sounding: Sounding = {
  basis,
  threshold: { share: 0.8, percent: '80.00' },
  in_all: market,
  zones: [
    { zone: { code: '2480', name: 'Umeå', kind: 'municipality' }, market },
    {
      zone: { code: '2505', name: 'Arvidsjaur', kind: 'municipality' },
      market: { ...market, curve: [{ up_to: 1, meeting: 0, open: 0 }] },
    },
  ],
  counted_zones: 2,
  zones_with_one: 1,
  zones_with_none: 1,
};
