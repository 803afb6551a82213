import { beforeEach, expect, it, vi } from 'vitest';
import { changeHeaders, guard, refused } from '../api/guard';
import { Problem } from '../api/problem';
import * as api from '../api/session';
import type { Me } from '../api/types';
import { failureIn, Session } from './session.svelte';

vi.mock('../api/session');

const nobody: Me = {
  ...{ signed_in: false, name: null, role: null, permissions: [], networks: [] },
  ...{ organisation: null, csrf_token: null, ways_to_sign_in: ['token'] },
};
const operator: Me = {
  ...{ ...nobody, signed_in: true, name: 'Operatör', role: 'operator' },
  ...{ permissions: ['read_deliveries', 'deliver'], networks: ['ripa'], csrf_token: 'c5rf' },
};

let session: Session;
beforeEach(() => {
  vi.resetAllMocks();
  session = new Session();
  guard.onSignInNeeded = () => void session.needed();
});

function become(me: Me) {
  vi.mocked(api.me).mockResolvedValue(me);
  return session.refresh();
}

it('who is signed in proves it with every change', async () => {
  await become(operator);
  expect(session.may('deliver')).toBe(true);
  expect(session.may('decide_deliveries')).toBe(false);
  expect(changeHeaders()).toEqual({ 'X-CSRF-Token': 'c5rf' });
  vi.mocked(api.me).mockResolvedValue(nobody);
  await session.signOut();
  expect(changeHeaders()).toEqual({});
});

it('a wrong token is told, and the question stays', async () => {
  session.asking = 'wanted';
  vi.mocked(api.beginTokenSession).mockRejectedValue(new Problem('invalid_token', 401, null));
  expect((await session.signInByToken('tck_x'))?.code).toBe('invalid_token');
  expect(session.asking).toBe('wanted');
});

it('a session that has ended is asked for again, and only then called ended', async () => {
  await become(operator);
  vi.mocked(api.me).mockResolvedValue(nobody);
  refused({ code: 'sign_in_needed', detail: '' }, 401);
  await vi.waitFor(() => expect(session.asking).toBe('ended'));
  expect(session.may('deliver')).toBe(true);
  session.dismiss();
  expect([session.asking, session.may('deliver')]).toEqual([null, false]);
  refused({ code: 'sign_in_needed', detail: '' }, 401);
  await vi.waitFor(() => expect(session.asking).toBe('needed'));
});

it('another session than the page knew is taken on, and nobody has to sign in again', async () => {
  await become(operator);
  vi.mocked(api.me).mockResolvedValue({ ...operator, csrf_token: 'newer' });
  refused({ code: 'csrf_token_needed', detail: '' }, 403);
  await vi.waitFor(() => expect(changeHeaders()).toEqual({ 'X-CSRF-Token': 'newer' }));
  expect(session.asking).toBeNull();
});

it('what one may not do is no reason to sign in', async () => {
  await become(operator);
  refused({ code: 'not_allowed', detail: '' }, 403);
  expect(session.asking).toBeNull();
});

it('another person is another turn; the same one is not', async () => {
  await become(operator);
  expect(session.turn).toBe(0);
  await become({ ...operator, csrf_token: 'other' });
  expect(session.turn).toBe(0);
  vi.mocked(api.me).mockResolvedValue(nobody);
  await session.signOut();
  expect(session.turn).toBe(1);
});

it('a sign-in that failed is told to who is not signed in, once', async () => {
  session.failure = failureIn(new URL('http://page/?sign_in_failed=sign_in_expired'));
  expect(session.asking).toBeNull();
  await become(nobody);
  expect([session.asking, session.failure]).toEqual(['failed', 'sign_in_expired']);
  session.dismiss();
  await become(nobody);
  expect([session.asking, session.failure]).toEqual([null, null]);
});

it('who is signed in all the same hears nothing of a sign-in that failed', async () => {
  session.failure = 'sign_in_not_started';
  await become(operator);
  expect([session.asking, session.failure]).toEqual([null, null]);
});
