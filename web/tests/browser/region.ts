/** What the demonstration's region holds, from the files that the service reads, too. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export type Located = { lon: number; lat: number };

const FOLDER = new URL('../../../data/region/norrbotten-vasterbotten/', import.meta.url);

type Layer = 'places' | 'localities';

export async function featuresIn(layer: Layer): Promise<GeoJSON.Feature<GeoJSON.Point>[]> {
  const text = await readFile(fileURLToPath(new URL(`${layer}.geojson`, FOLDER)), 'utf8');
  return (JSON.parse(text) as GeoJSON.FeatureCollection<GeoJSON.Point>).features;
}

/** Where a layer's points are. */
export async function placesOf(layer: Layer): Promise<Located[]> {
  return located(await featuresIn(layer));
}

export function located(features: GeoJSON.Feature<GeoJSON.Point>[]): Located[] {
  return features.map(({ geometry }) => {
    const [lon = NaN, lat = NaN] = geometry.coordinates;
    return { lon, lat };
  });
}
