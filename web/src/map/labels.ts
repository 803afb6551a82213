/** Names on the map, drawn with the device's own fonts: no glyphs are fetched. */
import type { FeatureCollection, Point } from 'geojson';
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Zone } from '../api/types';

export const LABEL_FONT = ['system-ui', 'sans-serif'];
/** From afar the municipalities are named, nearer their localities too. */
const LOCALITY_ZOOM = 6;
export const LABEL_HALO = { 'text-halo-color': '#ffffffd9', 'text-halo-width': 1.6 };

export function labelLayers(localitySource: string | null): LayerSpecification[] {
  return localitySource ? [zoneNames(), localityNames(localitySource)] : [zoneNames()];
}

/** One point a zone, in the middle of its bounds. */
export function zoneNamePoints(zones: readonly Zone[]): FeatureCollection<Point> {
  return {
    type: 'FeatureCollection',
    features: zones.map(({ name, inhabitants, bounds }) => ({
      type: 'Feature',
      properties: { name, inhabitants },
      geometry: { type: 'Point', coordinates: middle(bounds) },
    })),
  };
}

function middle([west = 0, south = 0, east = 0, north = 0]: readonly number[]): [number, number] {
  return [(west + east) / 2, (south + north) / 2];
}

/** The most inhabited first, where not all have room. */
function zoneNames(): LayerSpecification {
  return {
    id: 'zone-names',
    type: 'symbol',
    source: 'zone-names',
    maxzoom: 9,
    layout: {
      'text-field': ['get', 'name'],
      'text-font': LABEL_FONT,
      'text-size': ['interpolate', ['linear'], ['zoom'], 4, 10, 6, 11.5],
      'text-letter-spacing': 0.06,
      'text-padding': 1,
      'text-variable-anchor': ['center', 'top', 'bottom', 'left', 'right'],
      'symbol-sort-key': ['-', 0, ['get', 'inhabitants']],
    },
    paint: { 'text-color': '#22343b', ...LABEL_HALO },
  };
}

/** The largest localities first; small ones as the reader comes nearer. */
function localityNames(source: string): LayerSpecification {
  return {
    id: 'locality-names',
    type: 'symbol',
    source,
    'source-layer': 'localities',
    minzoom: LOCALITY_ZOOM,
    filter: ['>=', ['get', 'inhabitants'], leastInhabitants()],
    layout: {
      'text-field': ['get', 'name'],
      'text-font': LABEL_FONT,
      'text-size': ['interpolate', ['linear'], ['zoom'], 5, 11, 10, 14],
      'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
      'text-radial-offset': 0.4,
      'symbol-sort-key': ['-', 0, ['get', 'inhabitants']],
    },
    paint: { 'text-color': '#1d2b30', ...LABEL_HALO },
  };
}

function leastInhabitants(): ExpressionSpecification {
  return ['step', ['zoom'], 5_000, 7, 1_500, 8, 400, 9, 0];
}
