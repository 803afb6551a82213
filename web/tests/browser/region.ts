/** What the demonstration's region holds, from the files that the service reads, too. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export type Located = { lon: number; lat: number };

const FOLDER = new URL('../../../data/region/norrbotten-vasterbotten/', import.meta.url);

/** Where a layer's points are. */
export async function placesOf(layer: 'places' | 'localities'): Promise<Located[]> {
  const text = await readFile(fileURLToPath(new URL(`${layer}.geojson`, FOLDER)), 'utf8');
  return located((JSON.parse(text) as GeoJSON.FeatureCollection<GeoJSON.Point>).features);
}

export function located(features: GeoJSON.Feature<GeoJSON.Point>[]): Located[] {
  return features.map(({ geometry }) => {
    const [lon = NaN, lat = NaN] = geometry.coordinates;
    return { lon, lat };
  });
}
