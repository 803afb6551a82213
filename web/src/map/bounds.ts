/** Bounds in degrees, west, south, east, north, to have the map look there. */
import type { Geometry, Position } from 'geojson';

/** Null where there is no position in it. */
export function boundsOf(geometry: Geometry): number[] | null {
  const all = positionsOf(geometry);
  const [lons, lats] = [all.map(([lon = 0]) => lon), all.map(([, lat = 0]) => lat)];
  if (all.length === 0) return null;
  return [least(lons), least(lats), most(lons), most(lats)];
}

function positionsOf(geometry: Geometry): Position[] {
  switch (geometry.type) {
    case 'Point':
      return [geometry.coordinates];
    case 'MultiPoint':
    case 'LineString':
      return geometry.coordinates;
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates.flat();
    case 'MultiPolygon':
      return geometry.coordinates.flat(2);
    case 'GeometryCollection':
      return geometry.geometries.flatMap(positionsOf);
  }
}

/** An outline may have more corners than a function takes arguments. */
function least(degrees: readonly number[]): number {
  return degrees.reduce((one, other) => Math.min(one, other));
}

function most(degrees: readonly number[]): number {
  return degrees.reduce((one, other) => Math.max(one, other));
}
