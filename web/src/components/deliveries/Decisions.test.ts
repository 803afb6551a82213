import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, expect, it, vi } from 'vitest';
import * as api from '../../api/deliveries';
import type { Me } from '../../api/types';
import { session } from '../../state/session.svelte';
import { view } from '../../state/view.svelte';
import { delivery } from '../../testing/deliveries';
import Decisions from './Decisions.svelte';

vi.mock('../../api/deliveries', async (original) => ({
  ...(await original<typeof api>()),
  decide: vi.fn(),
}));

const procurer = { permissions: ['read_deliveries', 'decide_deliveries'] } as unknown as Me;
const onDecided = vi.fn();
const waiting = delivery({ id: 12, state: 'validated', next: ['accepted', 'rejected'] });

beforeEach(() => {
  vi.clearAllMocks();
  view.language = 'sv';
  session.me = procurer;
});

it('nobody else is offered a decision', () => {
  session.me = { permissions: ['read_deliveries'] } as unknown as Me;
  render(Decisions, { delivery: waiting, onDecided });
  expect(screen.queryAllByRole('button')).toHaveLength(0);
});

it('a rejection needs its reason, and says so beside the field', async () => {
  render(Decisions, { delivery: waiting, onDecided });
  screen.getByRole('button', { name: 'Avvisa …' }).click();
  await tick();
  const dialog = within(screen.getByRole('dialog', { name: 'Avvisa leverans 12?' }));
  dialog.getByRole('button', { name: 'Avvisa' }).click();
  await tick();
  expect(dialog.getByText('Skriv varför leveransen avvisas.')).toBeTruthy();
  expect(api.decide).not.toHaveBeenCalled();
  await fireEvent.input(dialog.getByLabelText('Skäl'), { target: { value: 'Fel last.' } });
  dialog.getByRole('button', { name: 'Avvisa' }).click();
  await vi.waitFor(() => expect(onDecided).toHaveBeenCalledWith('Leverans 12 är avvisad.'));
  expect(api.decide).toHaveBeenCalledWith(12, 'rejected', 'Fel last.');
});

it('what leads on comes first', () => {
  render(Decisions, { delivery: waiting, onDecided });
  const names = screen.getAllByRole('button').map((button) => button.textContent?.trim());
  expect(names).toEqual(['Acceptera …', 'Avvisa …']);
});
