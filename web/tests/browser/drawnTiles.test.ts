import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { coloursOf, draw, drawPixels, openDrawing, type Pixel, placesOfPixels } from './drawnTiles';
import { fromApi, launch, serviceAddress } from './page';
import type { Located } from './region';
import { diceOf } from './tiles';

const NETWORK = 'ripa';
const SERVICE = 'voice';
const QUERY = `network=${NETWORK}&service=${SERVICE}`;
const COLOUR = '#1b6ca8';
const GROUND = '#ffffff';
const PIXELS = 160;
/** An edge may lie this much beside its place: the tile's grid, its thinning, and the drawing's own rounding. */
const EDGE_PX = 2;
/** Coast, towns and forest; and of two views close by, one that coverage ends in. */
const VIEWS: { zoom: number; centre: Located }[] = [
  { zoom: 6, centre: { lon: 19.5, lat: 65.8 } },
  { zoom: 9, centre: { lon: 18.0, lat: 65.0 } },
  { zoom: 12, centre: { lon: 16.67, lat: 65.03 } },
];

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launch();
  page = await openDrawing(browser);
});
afterAll(() => browser.close());

type NetworkAt = { id: string; services: { service: string; claimed: unknown[] }[] };

/** Nothing is known of places outside of the region. */
async function isCovered({ lon, lat }: Located): Promise<boolean | null> {
  const answer = await fetch(`${serviceAddress()}/api/v1/coverage-at?lon=${lon}&lat=${lat}`);
  if (answer.status === 404) return null;
  const { networks } = (await answer.json()) as { networks: NetworkAt[] };
  const network = networks.find(({ id }) => id === NETWORK);
  const service = network?.services.find((one) => one.service === SERVICE);
  if (!service) throw new Error(`coverage-at says nothing of ${NETWORK} and ${SERVICE}`);
  return service.claimed.length > 0;
}

/** Of each pixel what holds of all around it; of others nothing is known. */
async function known(
  pixels: Pixel[],
  holds: (at: Located) => Promise<boolean | null>,
): Promise<{ pixel: Pixel; holds: boolean }[]> {
  const steps = [-EDGE_PX, 0, EDGE_PX];
  const found = [];
  for (const pixel of pixels) {
    const around = steps.flatMap((dx) => steps.map((dy) => ({ x: pixel.x + dx, y: pixel.y + dy })));
    const answers = await Promise.all((await placesOfPixels(page, around)).map(holds));
    const [all = null, ...others] = new Set(answers);
    if (all !== null && others.length === 0) found.push({ pixel, holds: all });
  }
  return found;
}

it.each(VIEWS)(
  'coverage has its colour where it is claimed and nowhere else, zoom $zoom',
  async ({ zoom, centre }) => {
    await draw(page, { layer: 'coverage', query: QUERY, zoom, centre }, COLOUR);
    const points = await known(drawPixels(diceOf(zoom), PIXELS), isCovered);
    const expected = points.map(({ holds }) => (holds ? COLOUR : GROUND));
    expect(expected.filter((colour) => colour === COLOUR).length).toBeGreaterThan(10);
    expect(expected.filter((colour) => colour === GROUND).length).toBeGreaterThan(10);
    expect(
      await coloursOf(
        page,
        points.map(({ pixel }) => pixel),
      ),
    ).toEqual(expected);
  },
  120_000,
);

it.each(VIEWS)(
  'a known gap has its colour, and what is covered has not, zoom $zoom',
  async ({ zoom, centre }) => {
    await draw(page, { layer: 'gaps', query: QUERY, zoom, centre }, COLOUR);
    const gaps = await fromApi<GeoJSON.FeatureCollection<GeoJSON.Polygon>>(`gaps.geojson?${QUERY}`);
    const outlines = gaps.features.map(({ geometry }) => withBounds(geometry.coordinates));
    const inGap = (at: Located): Promise<boolean> =>
      Promise.resolve(outlines.some((outline) => contains(outline, at)));
    const pixels = drawPixels(diceOf(zoom), PIXELS);
    const gap = (await known(pixels, inGap)).filter(({ holds }) => holds);
    const covered = (await known(pixels, isCovered)).filter(({ holds }) => holds);
    expect(Math.min(gap.length, covered.length)).toBeGreaterThan(10);
    for (const [points, colour] of [
      [gap, COLOUR],
      [covered, GROUND],
    ] as const) {
      const found = await coloursOf(
        page,
        points.map(({ pixel }) => pixel),
      );
      expect(found).toEqual(points.map(() => colour));
    }
  },
  120_000,
);

type Outline = {
  rings: GeoJSON.Position[][];
  west: number;
  south: number;
  east: number;
  north: number;
};

function withBounds(rings: GeoJSON.Position[][]): Outline {
  const [lons, lats] = [0, 1].map((axis) => (rings[0] ?? []).map((corner) => corner[axis] ?? NaN));
  const [least, most] = [
    (values: number[] = []) => values.reduce((a, b) => Math.min(a, b), Infinity),
    (values: number[] = []) => values.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  return { rings, west: least(lons), east: most(lons), south: least(lats), north: most(lats) };
}

/** Whether a ray to the east leaves the rings an odd number of times. */
function contains({ rings, west, south, east, north }: Outline, { lon, lat }: Located): boolean {
  if (lon < west || lon > east || lat < south || lat > north) return false;
  let inside = false;
  for (const ring of rings) {
    for (const [index, [x1 = NaN, y1 = NaN]] of ring.slice(1).entries()) {
      const [x0 = NaN, y0 = NaN] = ring[index] ?? [];
      if (y0 > lat !== y1 > lat && lon < x0 + ((lat - y0) / (y1 - y0)) * (x1 - x0))
        inside = !inside;
    }
  }
  return inside;
}
