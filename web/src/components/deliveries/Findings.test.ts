import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Finding } from '../../api/types';
import { overlay } from '../../state/overlay.svelte';
import { view } from '../../state/view.svelte';
import Findings from './Findings.svelte';

const place = { lon: 20.26, lat: 63.83 };
const finding = (severity: Finding['severity'], feature: number): Finding => ({
  ...{ code: 'made_up', severity, feature, place },
  message: { sv: `Objekt ${feature} är fel.`, en: `Feature ${feature} is wrong.` },
});
const onTarget = vi.fn();

beforeEach(() => {
  view.language = 'sv';
  onTarget.mockClear();
});

it('says in words that nothing was found', () => {
  render(Findings, { findings: [], onTarget });
  expect(screen.getByText('Kontrollen fann inget att anmärka på.')).toBeTruthy();
});

it('a place brings the map there, and marks the row', async () => {
  const findings = [finding('warning', 1), finding('error', 2)];
  render(Findings, { findings, onTarget });
  await tick();
  expect(overlay.findings).toBe(findings);
  screen.getByRole('button', { name: 'Visa på kartan: anmärkning 2' }).click();
  await tick();
  expect(onTarget).toHaveBeenCalledWith({ position: place, bringIntoSight: true });
  expect(overlay.finding).toBe(1);
  expect(screen.getByText('Objekt 2 är fel.').closest('tr')?.classList).toContain('chosen');
});

it('thousands come by portions, and one that the map asks for comes at once', async () => {
  const findings = Array.from({ length: 130 }, (_, index) => finding('warning', index + 1));
  render(Findings, { findings, onTarget });
  expect(screen.getAllByRole('row')).toHaveLength(51);
  overlay.finding = 120;
  await vi.waitFor(() => expect(screen.getByText('Objekt 121 är fel.')).toBeTruthy());
});
