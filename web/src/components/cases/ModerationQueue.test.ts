import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, expect, it, vi } from 'vitest';
import * as api from '../../api/cases';
import * as client from '../../api/client';
import { waitingReports } from '../../state/cases.svelte';
import { view } from '../../state/view.svelte';
import { waitingReport } from '../../testing/cases';
import ModerationQueue from './ModerationQueue.svelte';

vi.mock('../../api/cases', async (original) => ({
  ...(await original<typeof api>()),
  moderate: vi.fn(),
  waitingReports: vi.fn(async () => []),
}));
vi.mock('../../api/client', async (original) => ({
  ...(await original<typeof client>()),
  deadZones: vi.fn(async () => ({ type: 'FeatureCollection', features: [] })),
}));

const onShow = vi.fn();

beforeEach(() => {
  vi.clearAllMocks();
  view.language = 'sv';
  waitingReports.value = [waitingReport(3, 'Vid bron'), waitingReport(4, '')];
  render(ModerationQueue, { onShow });
});

it('what is approved leaves the queue', async () => {
  expect(screen.getByText('Vid bron')).toBeTruthy();
  screen.getByRole('button', { name: 'Godkänn 3' }).click();
  await vi.waitFor(() => expect(screen.getByText('Anmälan 3 är godkänd.')).toBeTruthy());
  expect(api.moderate).toHaveBeenCalledWith(3, 'approve', '');
  await vi.waitFor(() =>
    expect(screen.getByText('Inga anmälningar väntar på granskning.')).toBeTruthy(),
  );
});

it('a report is dismissed with its reason alone', async () => {
  screen.getByRole('button', { name: 'Avfärda 4' }).click();
  await tick();
  const dialog = within(screen.getByRole('dialog', { name: 'Avfärda anmälan 4' }));
  dialog.getByRole('button', { name: 'Avfärda' }).click();
  await tick();
  expect(dialog.getByText('Skriv varför anmälan avfärdas.')).toBeTruthy();
  expect(api.moderate).not.toHaveBeenCalled();
  await fireEvent.input(dialog.getByLabelText('Skäl'), { target: { value: 'Reklam.' } });
  dialog.getByRole('button', { name: 'Avfärda' }).click();
  await vi.waitFor(() => expect(api.moderate).toHaveBeenCalledWith(4, 'dismiss', 'Reklam.'));
});

it('a place is shown on the map', () => {
  screen.getByRole('button', { name: 'Visa på kartan: 3' }).click();
  expect(onShow).toHaveBeenCalledWith({ lon: 20, lat: 65 });
});
