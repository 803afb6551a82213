import { expect, it } from 'vitest';
import type { ProfileDocument } from '../api/types';
import { draftOf, profileJson, readProfile } from './profile';

const profile: ProfileDocument = {
  version: '2026-1',
  required_share: 0.95,
  signal: [{ service: 'voice', technology: '4G', rsrp_dbm: -118 }],
  reliability: {
    whole: 0.98,
    whole_above_km2: 1000,
    sub_zone: 0.95,
    sub_zone_km2: 50,
    enough_tests: 20,
  },
};

it('a new version is the old one without its name, and leaves the old one alone', () => {
  const draft = draftOf(profile);
  expect(draft).toEqual({ ...profile, version: '', tests: [], losses: {} });
  if (draft.signal[0]) draft.signal[0].rsrp_dbm = -110;
  expect(profile.signal?.[0]?.rsrp_dbm).toBe(-118);
});

it('what the form does not show survives the way to JSON and back', () => {
  expect(readProfile(profileJson(profile))).toEqual({ ...profile, tests: [], losses: {} });
});

it.each([
  '',
  '[',
  'null',
  '{}',
  '{"required_share": "0.95"}',
  '{"required_share": 1, "signal": 3}',
])('%j is no profile', (json) => {
  expect(readProfile(json)).toBeNull();
});
