/** What lets a change be the signed-in person's own, and who is told when signing in is needed. */
import type { Middleware } from 'openapi-fetch';
import { Problem, problemFrom } from './problem';

const CSRF_HEADER = 'X-CSRF-Token';
const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
/** The service's words for a session that is not there (any more), or is another one. */
const NEEDS_SIGNING_IN: readonly string[] = ['sign_in_needed', 'csrf_token_needed'];

type Guard = {
  /** Of the session; without one there is nothing to prove. */
  csrfToken: string | null;
  onSignInNeeded: () => void;
};
export const guard: Guard = { csrfToken: null, onSignInNeeded: () => {} };

/** The headers that a change is sent with. */
export function changeHeaders(): Record<string, string> {
  return guard.csrfToken ? { [CSRF_HEADER]: guard.csrfToken } : {};
}

export const guarded: Middleware = {
  onRequest({ request }) {
    if (SAFE_METHODS.includes(request.method)) return;
    for (const [name, value] of Object.entries(changeHeaders())) request.headers.set(name, value);
  },
};

/** The problem that an answer tells of; one that signing in helps against asks for it. */
export function refused(body: unknown, status: number): Problem {
  const problem = problemFrom(body, status);
  if (NEEDS_SIGNING_IN.includes(problem.code)) guard.onSignInNeeded();
  return problem;
}
