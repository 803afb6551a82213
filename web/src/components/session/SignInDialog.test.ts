import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, expect, it } from 'vitest';
import { session } from '../../state/session.svelte';
import { view } from '../../state/view.svelte';
import SignInDialog from './SignInDialog.svelte';

beforeEach(() => {
  view.language = 'sv';
  session.me = {
    ...{ signed_in: false, name: null, role: null, permissions: [], networks: [] },
    ...{ organisation: null, csrf_token: null, ways_to_sign_in: ['oidc', 'token'] },
  };
});

/** What is announced when the reader comes back with a code. */
async function announced(code: string): Promise<string> {
  session.failure = code;
  session.asking = 'failed';
  render(SignInDialog);
  await tick();
  return screen.getByRole('alert').textContent ?? '';
}

it('says why signing in failed, and offers to try again', async () => {
  expect(await announced('sign_in_expired')).toMatch(
    /Inloggningen tog för lång tid\. Försök igen\.$/,
  );
  const again = screen.getByRole('link', { name: 'Logga in hos din organisation' });
  expect(again.getAttribute('href')).toMatch(/^\/auth\/sign-in\?/);
});

it('says it in the language of the page', async () => {
  view.language = 'en';
  expect(await announced('person_not_active')).toContain('You may not sign in here any more.');
});

it.each(['internal', 'constructor', '', '<b>Call this number</b>'])(
  'says no more of the code “%s” than that something went wrong',
  async (code) => {
    expect(await announced(code)).toMatch(/^Du är inte inloggad\. Något gick fel\./);
  },
);

it('announces nothing to who wanted to sign in', async () => {
  session.asking = 'wanted';
  render(SignInDialog);
  await tick();
  expect(screen.queryByRole('alert')).toBeNull();
});
