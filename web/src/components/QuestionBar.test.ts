import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, expect, it } from 'vitest';
import type { Network, Region } from '../api/types';
import { view } from '../state/view.svelte';
import QuestionBar from './QuestionBar.svelte';

const networks = ['Ripa', 'Tjäder', 'Järv'].map((name) => ({
  ...{ id: name.toLowerCase(), name, colour: '#1b6ca8', demonstration: true, deliveries: [] },
})) as Network[];
const region = {
  ...{ as_of: '2026-11-15', technologies: ['4G', '5G'] },
  services: [{ id: 'voice', name: { sv: 'Tal', en: 'Voice' } }],
} as unknown as Region;

beforeEach(() => {
  view.read(new URL('http://tackning.example/'), null);
  render(QuestionBar, { region, networks });
});

async function press(role: 'radio' | 'checkbox' | 'button', name: string) {
  screen.getByRole(role, { name }).click();
  await tick();
}

it('at least two and every network can be chosen beside the single ones', async () => {
  await press('radio', 'Minst två nät');
  expect(view.network).toBe('at-least-2');
  await press('radio', 'Alla nät samtidigt');
  expect(view.network).toBe('all');
});

it('several networks begin with two, and are never fewer', async () => {
  await press('radio', 'Flera nät …');
  expect(view.network).toBe('ripa,tjäder');
  const ripa = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Ripa' });
  expect(ripa.disabled).toBe(true);
  await press('checkbox', 'Järv');
  expect(view.network).toBe('ripa,tjäder,järv');
  await press('checkbox', 'Tjäder');
  expect(view.network).toBe('ripa,järv');
});

it('technology, evidence and day narrow the question, and one press undoes them', async () => {
  const choose = (label: string, value: string) =>
    fireEvent.change(screen.getByLabelText(label), { target: { value } });
  await choose('Teknik', '-4G');
  await choose('Uppgift', 'verified');
  await choose('Som det var den', '2026-10-01');
  expect(view.search()).toBe('?lang=sv&without_technology=4G&evidence=verified&date=2026-10-01');
  expect(screen.getByText('Fler val (3 valda)')).toBeTruthy();
  await press('button', 'Återställ fler val');
  expect(view.search()).toBe('?lang=sv');
});

it('a day after the figures’ own is refused beside its field', async () => {
  const field = screen.getByLabelText('Som det var den');
  await fireEvent.change(field, { target: { value: '2026-11-16' } });
  expect(view.date).toBeNull();
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByText('Välj en dag senast 15 november 2026.')).toBeTruthy();
});
