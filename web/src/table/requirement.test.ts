import { expect, it } from 'vitest';
import { market, zoneVerdict } from '../testing/requirements';
import { contendersAt, curvePath, curveSteps, shortfallText, verdictRows } from './requirement';

it('has a shortfall in the unit of its demand', () => {
  const text = shortfallText({ unit: 'm2', amount: 12_500_000 }, 'sv');
  expect(text.replace(/\u00a0/g, ' ')).toBe('12,5 km²');
});

it('has a row for each zone with every network in it', () => {
  const networks = [
    { network: 'ripa', verdict: 'met' as const, zones: [zoneVerdict('2480', 'met')] },
    { network: 'jarv', verdict: 'missed' as const, zones: [zoneVerdict('2480', 'missed')] },
  ];
  const [row] = verdictRows(networks);
  expect(row?.code).toBe('2480');
  expect(row?.verdicts.map(({ verdict }) => verdict)).toEqual(['met', 'missed']);
  expect(verdictRows([])).toEqual([]);
});

it('counts whoever comes as far as the threshold, also at the very edge', () => {
  const counts = [0, 0.6, 0.601, 0.9, 0.95, 1].map((at) => contendersAt(market, at).meeting);
  expect(counts).toEqual([2, 2, 1, 1, 0, 0]);
});

it('steps begin where the one before ended', () => {
  const spans = curveSteps(market).map(({ from, upTo, meeting }) => [from, upTo, meeting]);
  expect(spans).toEqual([
    [0, 0.6, 2],
    [0.6, 0.9, 1],
    [0.9, 1, 0],
  ]);
});

it('draws the curve as steps', () => {
  expect(curvePath(curveSteps(market), 2, 100, 40)).toBe('M0 0V0H60V20H90V40H100');
  expect(curvePath([], 0, 100, 40)).toBe('');
});
