/** A profile as it is edited: thresholds that say when a service counts as there. */
import type { ProfileDocument } from '../api/types';

export type ProfileDraft = ProfileDocument &
  Required<Pick<ProfileDocument, 'signal' | 'tests' | 'losses'>>;

/** A new version starts as the one in force, but for its name. */
export function draftOf(profile: ProfileDocument): ProfileDraft {
  return { ...whole(profile), version: '' };
}

/** Null: the text is no profile that the form can show. What is in it the service judges. */
export function readProfile(json: string): ProfileDraft | null {
  const document = parsed(json) as Partial<ProfileDocument> | null;
  if (typeof document !== 'object' || document === null) return null;
  const { signal = [], tests = [], required_share, version = '' } = document;
  const shown = Array.isArray(signal) && Array.isArray(tests);
  if (!shown || typeof required_share !== 'number') return null;
  return whole({ ...document, version, required_share });
}

export function profileJson(profile: ProfileDocument): string {
  return JSON.stringify(profile, null, 2);
}

function whole(profile: ProfileDocument): ProfileDraft {
  const { signal, tests, losses, ...rest } = structuredClone(profile);
  return { ...rest, signal: signal ?? [], tests: tests ?? [], losses: losses ?? {} };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
