import type { StyleSpecification } from 'maplibre-gl';
import { expect, it } from 'vitest';
import type { MapQuestion, TileLayer } from './layers';
import { FIRST_VISIBLE, tileAddress } from './layers';
import { layersOfChoice, pageStyle, withVisibility } from './style';

const vector = (name: string) => ({ source: name, 'source-layer': name });
const service: StyleSpecification = {
  version: 8,
  glyphs: 'https://elsewhere.example/{fontstack}/{range}.pbf',
  sources: {},
  layers: [
    { id: 'background', type: 'background' },
    { id: 'zone-line', type: 'line', ...vector('zones') },
    { id: 'lake-fill', type: 'fill', ...vector('lakes') },
    { id: 'claims', type: 'fill', ...vector('coverage') },
    { id: 'road-line', type: 'line', ...vector('roads') },
    { id: 'names', type: 'symbol', ...vector('localities') },
  ],
};
const ripa: MapQuestion = {
  ...{ network: 'ripa', service: 'voice', technology: null },
  colour: '#1b6ca8',
};
const style = pageStyle(service, ripa);

const MEASUREMENTS = ['edge', 'trace', 'fill', 'line'].map((part) => `measurements-${part}`);

it('areas lie over the ground, measurements over the roads, names over all', () => {
  expect(style.layers.map((layer) => layer.id)).toEqual([
    ...['background', 'lake-fill'],
    ...['coverage-fill', 'gaps-fill', 'verification-fill', 'verification-trace'],
    ...['delivered-fill', 'delivered-edge'],
    ...['changed-gained', 'changed-gained-edge', 'changed-lost', 'changed-lost-edge'],
    ...['listed-fill', 'listed-edge', 'listed-chosen'],
    ...['zone-line', 'road-line'],
    ...MEASUREMENTS,
    ...['selection', 'dead-zones-area', 'dead-zones-ring', 'dead-zones-dot'],
    ...['zone-names', 'locality-names'],
    ...['planned-ground', 'planned-way', 'planned-measured', 'planned-number'],
    ...['own-ground', 'own-edge', 'own-corners', 'listed-rank'],
    ...['findings-chosen', 'findings-signs'],
  ]);
});

it('no request leaves the service: glyphs are not fetched', () => {
  expect(style.glyphs).toBeUndefined();
});

it('a choice takes the page’s own and the service’s layers', () => {
  expect(layersOfChoice(style, 'measurements')).toEqual(MEASUREMENTS);
  expect(layersOfChoice(style, 'deadZones')).toEqual([
    'dead-zones-area',
    'dead-zones-ring',
    'dead-zones-dot',
  ]);
  expect(layersOfChoice(style, 'roads')).toEqual(['road-line']);
});

it('what is switched off is hidden from the beginning', () => {
  const { layers } = withVisibility(style, FIRST_VISIBLE);
  const hidden = layers.filter(({ layout }) => layout?.visibility === 'none').map(({ id }) => id);
  expect(hidden).toEqual([
    ...['gaps-fill', 'verification-fill', 'verification-trace'],
    ...MEASUREMENTS,
  ]);
});

it('tiles are asked for with the question', () => {
  const any: MapQuestion = { ...ripa, network: 'any' };
  const query = (layer: TileLayer, question: MapQuestion) =>
    new URL(tileAddress(layer, question)).search;
  expect(query('coverage', ripa)).toBe('?service=voice&network=ripa');
  expect(query('coverage', any)).toBe('?service=voice');
  expect(query('gaps', any)).toBe('?service=voice&network=any');
  const by4G: MapQuestion = { ...ripa, technology: '4G' };
  expect(query('gaps', by4G)).toBe('?service=voice&network=ripa&technology=4G');
  // Measurements speak of a service, whatever technology gave it.
  expect(query('verification', by4G)).toBe('?service=voice&network=ripa');
});
