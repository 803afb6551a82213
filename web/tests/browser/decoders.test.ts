import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fromApi } from './page';
import {
  type Address,
  type Contents,
  drawAddresses,
  fetchTiles,
  key,
  pointsIn,
  readByTippecanoe,
  readByVectorTile,
  type Tile,
} from './tiles';
import { featuresIn, located, placesOf } from './region';

const TILES_PER_SOURCE = 200;
/** What a tile is asked with: all layers of the map, and filters as the page has them. */
const SOURCES = [
  ...['zones', 'lakes', 'localities', 'roads', 'places', 'dead-zones', 'coverage'],
  ...['coverage?network=ripa&service=voice', 'gaps?network=tjader&service=data10'],
  'measurements?network=jarv',
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tackning-tiles-'));
});
afterAll(() => rm(folder, { recursive: true }));

it.each(SOURCES.map((source, number) => [source, number] as const))(
  'tiles of %s are read alike by two decoders',
  async (source, number) => {
    const places = await placesOf('places');
    const addresses = drawAddresses(TILES_PER_SOURCE, number + 1, places);
    const tiles = await fetchTiles(source, addresses);
    expect(tiles.length).toBeGreaterThan(10);
    const ours = new Map(tiles.map((tile) => [key(tile.address), readByVectorTile(tile.bytes)]));
    const theirs = await readByTippecanoe(tiles, join(folder, String(number)));
    expect(theirs).toEqual(ours);
    await countPoints(source, addresses, tiles, ours);
  },
  120_000,
);

/** In layers of points each that lies in a tile is there, and no other. */
async function countPoints(
  source: string,
  addresses: Address[],
  tiles: Tile[],
  read: Map<string, Contents>,
): Promise<void> {
  const features = await featuresOf(source);
  if (!features) return;
  const points = located(features.filter(isPoint));
  // A dead zone that is a stretch or an area is drawn as the service sees fit.
  const shapes = new Set(features.filter((one) => !isPoint(one)).map(numberOf));
  const firstZoom = Math.min(...tiles.map(({ address }) => address.zoom));
  for (const address of addresses.filter(({ zoom }) => zoom >= firstZoom)) {
    const drawn = read.get(key(address))?.[source] ?? [];
    const found = shapes.size > 0 ? drawn.filter((one) => !shapes.has(numberOf(one))) : drawn;
    expect([key(address), found.length]).toEqual([key(address), pointsIn(address, points)]);
  }
}

const numberOf = ({ properties }: { properties: unknown }) =>
  (properties as { number?: number }).number;

const isPoint = (feature: GeoJSON.Feature): feature is GeoJSON.Feature<GeoJSON.Point> =>
  feature.geometry.type === 'Point';

async function featuresOf(source: string): Promise<GeoJSON.Feature[] | null> {
  if (source === 'dead-zones')
    return (await fromApi<GeoJSON.FeatureCollection>('dead-zones')).features;
  return source === 'places' || source === 'localities' ? featuresIn(source) : null;
}
