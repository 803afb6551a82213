import { beforeEach, expect, it, vi } from 'vitest';
import * as api from '../api/ownZone';
import { Problem } from '../api/problem';
import { gapAreas } from '../testing/gaps';
import { ownZone } from '../testing/ownZone';
import { question } from '../testing/question';
import { OwnArea } from './ownArea.svelte';

vi.mock('../api/ownZone');

const CORNERS = [
  { lon: 20, lat: 64 },
  { lon: 21, lat: 64 },
  { lon: 21, lat: 65 },
];
const crossing = new Problem('invalid_document', 422, { sv: 'Kanten korsar', en: 'It crosses' });
let area: OwnArea;

beforeEach(() => {
  area = new OwnArea();
  vi.mocked(api.ownZone).mockResolvedValue(ownZone(['ripa', 'any', 'all']));
  vi.mocked(api.ownZoneOf).mockResolvedValue(ownZone(['at-least-2']));
  vi.mocked(api.ownZoneGaps).mockResolvedValue(gapAreas([]));
});

function draw() {
  for (const corner of CORNERS) area.add(corner);
}

it('a second click on the same spot is no corner, and the last corner can be undone', () => {
  draw();
  area.add({ lon: 21, lat: 65 });
  expect(area.corners).toEqual(CORNERS);
  area.undo();
  expect(area.corners).toEqual(CORNERS.slice(0, 2));
});

it('is asked about as it was drawn, and its corners can be changed afterwards', async () => {
  draw();
  area.finish('Ritat');
  await area.ask(question());
  expect(area.figures.value?.supplies.map(({ network }) => network)).toEqual([
    ...['ripa', 'any', 'all'],
  ]);
  area.change();
  expect([area.asked, area.figures.value]).toEqual([null, null]);
  expect(area.corners).toEqual(CORNERS);
});

it('at least two networks stand before the single ones', async () => {
  draw();
  area.finish('Ritat');
  await area.ask(question({ network: 'at-least-2' }));
  const networks = area.figures.value?.supplies.map(({ network }) => network);
  expect(networks).toEqual(['at-least-2', 'ripa', 'any', 'all']);
});

it('what the service cannot use goes back to where it was given, with the reason', async () => {
  vi.mocked(api.ownZone).mockRejectedValue(crossing);
  draw();
  area.finish('Ritat');
  await area.ask(question());
  expect(area.asked).toBeNull();
  expect(area.refusal).toEqual({ from: 'corners', problem: crossing });
  expect(area.corners).toEqual(CORNERS);
  area.undo();
  expect(area.refusal).toBeNull();
});

it('an error of the service takes nothing away', async () => {
  vi.mocked(api.ownZone).mockRejectedValue(new Problem('internal', 500, null));
  area.take('{"type":"Polygon","coordinates":[]}', 'text');
  await area.ask(question());
  expect(area.asked?.from).toBe('text');
  expect(area.figures.problem?.status).toBe(500);
});

it('a text that is no GeoJSON leaves what was there', () => {
  draw();
  expect(area.take('no', 'file')).toBe(false);
  expect([area.corners, area.asked]).toEqual([CORNERS, null]);
});

it('nothing is left of what is cleared', async () => {
  area.take('{"type":"Polygon","coordinates":[]}', 'file');
  await area.ask(question());
  area.clear();
  expect([area.asked, area.figures.value, area.gaps.value, area.shown()]).toEqual([
    ...[null, null, null, null],
  ]);
});
