/** Who one is to the service, and signing in and out. */
import { answer, done, service } from './service';
import type { Me } from './types';

export async function me(): Promise<Me> {
  return answer(await service.GET('/api/v1/me'));
}

export async function beginTokenSession(token: string): Promise<void> {
  done(await service.POST('/auth/token-session', { body: { token } }));
}

export async function signOut(): Promise<void> {
  done(await service.POST('/auth/sign-out'));
}

/** At the organisation's own provider; the reader comes back to where they were. */
export function providerUrl(returnTo: string): string {
  return `/auth/sign-in?${new URLSearchParams({ return_to: returnTo })}`;
}
