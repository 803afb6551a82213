/** MapLibre alone with the service's tiles: one layer in one colour on white, and its pixels. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { serviceAddress } from './page';
import type { Located } from './region';

const SIDE_PX = 512;
const LIBRARY = new URL('../../node_modules/maplibre-gl/dist/', import.meta.url);
/** Under the service's own address, so that its tiles are no stranger's; the service has nothing there. */
const PAGE = '/drawn-tiles/';
const HTML = `<!doctype html><title>Tiles</title>
<div id="map" style="width: ${SIDE_PX}px; height: ${SIDE_PX}px"></div>
<script type="module">
  import { Map, setWorkerUrl } from '${PAGE}maplibre-gl.mjs';
  setWorkerUrl('${PAGE}maplibre-gl-worker.mjs');
  window.MapLibreMap = Map;
</script>`;

export type Drawn = { layer: string; query: string; zoom: number; centre: Located };
export type Pixel = { x: number; y: number };
export type Point = { pixel: Pixel; at: Located };

type Style = Record<string, unknown>;
/** As far as the test asks it. */
type DrawnMap = {
  once(event: 'idle', done: () => void): void;
  on(event: 'error', told: (event: { error: Error }) => void): void;
  remove(): void;
  project(at: [number, number]): Pixel;
  unproject(pixel: [number, number]): { lng: number; lat: number };
  getCanvas(): HTMLCanvasElement;
};
declare global {
  interface Window {
    MapLibreMap?: new (options: Style) => DrawnMap;
    drawn?: DrawnMap;
  }
}

export async function openDrawing(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: SIDE_PX, height: SIDE_PX } });
  await page.context().route(`**${PAGE}**`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice(PAGE.length);
    if (name === '') return route.fulfill({ contentType: 'text/html', body: HTML });
    const body = await readFile(fileURLToPath(new URL(name, LIBRARY)));
    return route.fulfill({ contentType: 'text/javascript', body });
  });
  await page.goto(serviceAddress() + PAGE);
  await page.waitForFunction(() => window.MapLibreMap !== undefined);
  return page;
}

/** Draws a layer in a colour, without anything that smooths edges. */
export async function draw(
  page: Page,
  { layer, query, zoom, centre }: Drawn,
  colour: string,
): Promise<void> {
  const style = {
    version: 8,
    sources: { tiles: { type: 'vector', url: `${serviceAddress()}/tiles/${layer}.json?${query}` } },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': '#ffffff' } },
      {
        ...{ id: 'drawn', type: 'fill', source: 'tiles', 'source-layer': layer },
        paint: { 'fill-color': colour, 'fill-antialias': false },
      },
    ],
  };
  const view = { zoom, center: [centre.lon, centre.lat] };
  await page.evaluate(
    (options) =>
      new Promise<void>((resolve, reject) => {
        window.drawn?.remove();
        if (!window.MapLibreMap) return reject(new Error('the library has not come'));
        const map = new window.MapLibreMap({
          ...{ container: 'map', interactive: false, attributionControl: false, fadeDuration: 0 },
          canvasContextAttributes: { preserveDrawingBuffer: true, antialias: false },
          ...options,
        });
        map.on('error', ({ error }) => reject(error));
        map.once('idle', resolve);
        window.drawn = map;
      }),
    { style, ...view },
  );
}

/** Where the middles of pixels are. */
export async function placesOfPixels(page: Page, pixels: Pixel[]): Promise<Located[]> {
  return page.evaluate((pixels) => {
    const map = window.drawn;
    if (!map) throw new Error('nothing is drawn');
    const places = pixels.map(({ x, y }) => map.unproject([x + 0.5, y + 0.5]));
    return places.map(({ lng, lat }) => ({ lon: lng, lat }));
  }, pixels);
}

/** The colours of pixels, as `#rrggbb`. */
export async function coloursOf(page: Page, pixels: Pixel[]): Promise<string[]> {
  return page.evaluate((pixels) => {
    const source = window.drawn?.getCanvas();
    if (!source) throw new Error('nothing is drawn');
    const context = new OffscreenCanvas(source.width, source.height).getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(source, 0, 0);
    const { data } = context.getImageData(0, 0, source.width, source.height);
    const byte = (index: number): string => (data[index] ?? 0).toString(16).padStart(2, '0');
    return pixels.map(({ x, y }) => {
      const begin = (y * source.width + x) * 4;
      return `#${byte(begin)}${byte(begin + 1)}${byte(begin + 2)}`;
    });
  }, pixels);
}

/** Pixels of the drawing by chance, away from its edge. */
export function drawPixels(dice: () => number, count: number): Pixel[] {
  const margin = 8;
  const anywhere = (): number => margin + Math.floor(dice() * (SIDE_PX - 2 * margin));
  return Array.from({ length: count }, () => ({ x: anywhere(), y: anywhere() }));
}
