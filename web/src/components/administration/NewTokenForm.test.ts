import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeEach, expect, it, vi } from 'vitest';
import * as api from '../../api/administration';
import { roles } from '../../state/administration.svelte';
import { view } from '../../state/view.svelte';
import { rolePermissions, token } from '../../testing/administration';
import NewTokenForm from './NewTokenForm.svelte';

vi.mock('../../api/administration');

beforeEach(() => {
  vi.resetAllMocks();
  vi.mocked(api.addToken).mockResolvedValue({ token: 'tck_1_x', details: token({}) });
  view.language = 'sv';
  roles.value = rolePermissions;
  render(NewTokenForm, { networks: [], onIssued: vi.fn() });
});

async function choose(role: string) {
  await fireEvent.change(screen.getByLabelText('Roll'), { target: { value: role } });
}

function leaveOut(permission: string) {
  return fireEvent.click(screen.getByLabelText(permission));
}

function chosen(): boolean[] {
  return screen.queryAllByRole<HTMLInputElement>('checkbox').map((box) => box.checked);
}

/** The scopes that the service is asked for. */
async function issued() {
  await fireEvent.input(screen.getByLabelText('Vad nyckeln är till för'), {
    target: { value: 'Skript' },
  });
  await fireEvent.click(screen.getByRole('button', { name: 'Utfärda en nyckel' }));
  return vi.mocked(api.addToken).mock.lastCall?.[0].scopes;
}

it('a token may all that its role may, unless something is left out', async () => {
  await choose('procurer');
  expect(chosen()).toEqual([true, true, true]);
  expect(await issued()).toBeNull();
});

it('what is left out is not asked for', async () => {
  await choose('procurer');
  await leaveOut('acceptera, avvisa och publicera leveranser');
  expect(await issued()).toEqual(['read_deliveries', 'write_requirements']);
});

it('with everything left out a token may only read', async () => {
  await choose('procurer');
  for (const { permissions } of rolePermissions.filter(({ role }) => role === 'procurer'))
    for (const permission of permissions)
      await leaveOut(view.words.session.permissions[permission]);
  expect(screen.getByText('Nyckeln får bara läsa det som är publicerat.')).toBeTruthy();
  expect(await issued()).toEqual([]);
});

it('another role starts anew from all that it may', async () => {
  await choose('procurer');
  await leaveOut('läsa leveranser som inte är publicerade');
  await choose('operator');
  expect(chosen()).toEqual([true, true]);
  await choose('reader');
  expect(chosen()).toEqual([]);
  expect(await issued()).toBeNull();
});
