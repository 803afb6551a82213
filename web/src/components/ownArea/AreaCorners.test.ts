import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, expect, it } from 'vitest';
import { ownArea } from '../../state/ownArea.svelte';
import { view } from '../../state/view.svelte';
import AreaCorners from './AreaCorners.svelte';

beforeEach(() => {
  view.language = 'sv';
  ownArea.clear();
  render(AreaCorners);
});

async function press(name: string) {
  screen.getByRole('button', { name }).click();
  await tick();
}

async function addCorner(lat: string, lon: string) {
  await fireEvent.input(screen.getByLabelText('Latitud (nord)'), { target: { value: lat } });
  await fireEvent.input(screen.getByLabelText('Longitud (öst)'), { target: { value: lon } });
  await press('Lägg till hörn');
}

it('is drawn by typed corners alone, each of them said and listed', async () => {
  await addCorner('64,5', '20,1');
  expect(screen.getByText('1: 64,5 nord, 20,1 öst')).toBeTruthy();
  expect(screen.getByText('Hörn 1 satt.')).toBeTruthy();
  await addCorner('64,6', '20,2');
  await press('Ångra senaste hörnet');
  expect(screen.getByText('1 hörn kvar.')).toBeTruthy();
});

it('a position that is none is refused at its field, and no corner is set', async () => {
  await addCorner('nord', '20,1');
  expect(screen.getByLabelText('Latitud (nord)').getAttribute('aria-invalid')).toBe('true');
  expect(ownArea.corners).toEqual([]);
});

it('fewer than three corners are no area', async () => {
  await addCorner('64,5', '20,1');
  await press('Klar: räkna');
  expect(screen.getByRole('alert').textContent).toBe('Sätt minst tre hörn.');
  expect(ownArea.asked).toBeNull();
});

it('an edge that crosses itself is told before anything is asked', async () => {
  for (const [lat, lon] of [
    ['64', '20'],
    ['65', '21'],
    ['64', '21'],
    ['65', '20'],
  ] as const)
    await addCorner(lat, lon);
  await press('Klar: räkna');
  expect(screen.getByRole('alert').textContent).toMatch(/^Områdets kant korsar sig själv/);
  await press('Ångra senaste hörnet');
  expect(screen.queryByRole('alert')).toBeNull();
  await press('Klar: räkna');
  expect(ownArea.asked?.from).toBe('corners');
});
