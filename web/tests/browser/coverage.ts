/** Small coverage files to hand in: made up, far from what the demonstration's networks claim. */
export const WEST = { lon: 17.2, lat: 66.25 };
export const EAST = { lon: 17.5, lat: 66.25 };
const HALF_WIDTH = 0.05;
const HALF_HEIGHT = 0.02;

export type Position = { lon: number; lat: number };
export type File = { name: string; mimeType: string; buffer: Buffer };

/** What a delivery under the contract has to say. */
export const FACTS = {
  ...{ network: 'ripa', technology: '4G', service: 'data100', environment: 'outdoor' },
  ...{ carriage: 'own', simulation_date: '2026-10-01', model: 'Påhittad', model_version: '1' },
  ...{ resolution_m: '50', terrain: 'Påhittad', terrain_vintage: '2025' },
  ...{ clutter: 'Påhittad', clutter_vintage: '2024', receiver_height_m: '1,5' },
  ...{ body_loss_db: '3', location_probability: '95 %', load: '50 %', licence: 'CC-BY-4.0' },
};

/** A rectangle around each position, as GeoJSON. */
export function coverageFile(around: readonly Position[], name = 'påhittad.geojson'): File {
  const features = around.map((middle) => ({
    type: 'Feature',
    properties: {},
    geometry: { type: 'Polygon', coordinates: [ring(middle)] },
  }));
  return jsonFile(name, { type: 'FeatureCollection', features });
}

/** The ring's last corner is missing: the reader closes it, and says so. */
export function unclosedFile(middle: Position): File {
  const geometry = { type: 'Polygon', coordinates: [ring(middle).slice(0, -1)] };
  const features = [{ type: 'Feature', properties: {}, geometry }];
  return jsonFile('öppen.geojson', { type: 'FeatureCollection', features });
}

export function jsonFile(name: string, content: unknown): File {
  const buffer = Buffer.from(JSON.stringify(content));
  return { name, mimeType: 'application/json', buffer };
}

function ring({ lon, lat }: Position): [number, number][] {
  return [
    [lon - HALF_WIDTH, lat - HALF_HEIGHT],
    [lon + HALF_WIDTH, lat - HALF_HEIGHT],
    [lon + HALF_WIDTH, lat + HALF_HEIGHT],
    [lon - HALF_WIDTH, lat + HALF_HEIGHT],
    [lon - HALF_WIDTH, lat - HALF_HEIGHT],
  ];
}
