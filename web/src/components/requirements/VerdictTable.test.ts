import { render, screen } from '@testing-library/svelte';
import { beforeEach, expect, it } from 'vitest';
import type { ZoneOutcome } from '../../api/types';
import { view } from '../../state/view.svelte';
import { OUTCOME_SIGN } from '../../table/requirement';
import { zoneVerdict } from '../../testing/requirements';
import VerdictTable from './VerdictTable.svelte';

const outcomes = Object.keys(OUTCOME_SIGN) as ZoneOutcome[];

beforeEach(() => {
  view.language = 'sv';
  const zones = outcomes.map((outcome, number) => zoneVerdict(`24${number}`, outcome));
  render(VerdictTable, { networks: [{ network: 'ripa', verdict: 'missed', zones }] });
});

const cells = () =>
  screen.getAllByRole('cell', { hidden: true }).map((cell) => cell.textContent ?? '');

it('says each verdict by a sign and a word of its own', () => {
  const texts = cells();
  outcomes.forEach((outcome, place) => {
    expect(texts[place]).toContain(OUTCOME_SIGN[outcome]);
    expect(texts[place]).toContain(view.words.requirement.outcome[outcome]);
  });
  expect(new Set(Object.values(OUTCOME_SIGN)).size).toBe(outcomes.length);
});

it('says what is missing, of the share and of the evidence', () => {
  const text = cells()
    .join('|')
    .replace(/\u00a0/g, ' ');
  expect(text).toContain('−5 km²');
  expect(text).toContain('ingen ruta är mätt, 73 utfall till räcker');
});
