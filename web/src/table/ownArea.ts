/** One's own area as GeoJSON: from corners, from a text, and as the map shows it while it is drawn. */
import type { Feature, FeatureCollection, GeoJSON, Geometry, Polygon } from 'geojson';
import type { OwnZone, Position } from '../api/types';
import { QUANTITIES } from './change';
import { MEASURES } from './demand';

/** Fewer corners enclose nothing. */
export const LEAST_CORNERS = 3;

export const AREA_MEASURES = [...QUANTITIES, ...MEASURES] as const;
export type AreaMeasure = (typeof AREA_MEASURES)[number];

/** Land, inhabitants, roads and places, and whatever else the region has. */
export function measuresOf({ supplies }: OwnZone): AreaMeasure[] {
  return AREA_MEASURES.filter((name) => supplies.some(({ figures }) => figures[name]));
}

type Corner = [number, number];

/** The area inside the corners, in lon/lat; its ring is closed. */
export function areaOf(corners: readonly Position[], name: string): Feature<Polygon> {
  const ring = corners.map(cornerOf);
  const [first] = ring;
  const coordinates = [first ? [...ring, first] : ring];
  return { type: 'Feature', properties: { name }, geometry: { type: 'Polygon', coordinates } };
}

/** What the map shows while corners are set: each of them, and the way round them. */
export function drawnSoFar(corners: readonly Position[]): FeatureCollection {
  const closed = corners.length >= LEAST_CORNERS ? [...corners, ...corners.slice(0, 1)] : corners;
  const coordinates = closed.map(cornerOf);
  const way: Geometry[] = corners.length > 1 ? [{ type: 'LineString', coordinates }] : [];
  const points: Geometry[] = corners.map((corner) => ({
    type: 'Point',
    coordinates: cornerOf(corner),
  }));
  return collectionOf([...way, ...points].map((geometry) => featureOf(geometry)));
}

/** A text as GeoJSON; null where it is none. Whether it is an area the service says. */
export function readGeoJson(text: string): GeoJSON | null {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null && 'type' in read ? (read as GeoJSON) : null;
  } catch {
    return null;
  }
}

/** Any GeoJSON as the map takes it; what has no geometry is left out. */
export function asCollection(read: GeoJSON): FeatureCollection {
  if (read.type === 'FeatureCollection') return collectionOf(read.features ?? []);
  return collectionOf([read.type === 'Feature' ? read : featureOf(read)]);
}

/** Whether any two edges of the ring through the corners cross: such an outline encloses no clear area. */
export function crossesItself(corners: readonly Position[]): boolean {
  const edges = corners.map((from, index) => {
    const to = corners[(index + 1) % corners.length] ?? from;
    return [from, to] as const;
  });
  return edges.some(([a, b], one) =>
    edges.some(([c, d], other) => {
      const apart = Math.abs(one - other);
      return apart > 1 && apart < edges.length - 1 && cross(a, b, c, d);
    }),
  );
}

/** Each of two edges has the other one's ends on different sides, or touches them. */
function cross(a: Position, b: Position, c: Position, d: Position): boolean {
  return side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0;
}

/** Which side of the line from `a` to `b` a position lies on; the sign alone has a meaning, so degrees do. */
function side(a: Position, b: Position, at: Position): number {
  return Math.sign((b.lon - a.lon) * (at.lat - a.lat) - (b.lat - a.lat) * (at.lon - a.lon));
}

function cornerOf({ lon, lat }: Position): Corner {
  return [lon, lat];
}

function featureOf(geometry: Geometry): Feature {
  return { type: 'Feature', properties: {}, geometry };
}

function collectionOf(features: readonly Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features: features.filter((feature) => feature?.geometry) };
}
