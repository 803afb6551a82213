/** A position to show a reported place by: the point, the middle of a line's way, or that of a polygon's corners. */
import type { DeadZoneReport, Position } from '../api/types';

export function middleOf(geometry: DeadZoneReport['geometry']): Position {
  if (geometry.type === 'Point') return positionOf(geometry.coordinates);
  if (geometry.type === 'LineString') return halfway(geometry.coordinates.map(positionOf));
  const corners = (geometry.coordinates[0] ?? []).map(positionOf);
  return { lon: middle(corners.map(({ lon }) => lon)), lat: middle(corners.map(({ lat }) => lat)) };
}

/** On a line as short as a road's stretch, degrees of longitude are as long everywhere. */
function halfway(corners: readonly Position[]): Position {
  const shrunk = Math.cos(((corners[0]?.lat ?? 0) * Math.PI) / 180);
  const legs = corners.slice(1).map((to, index) => {
    const from = corners[index] ?? to;
    return { from, to, length: Math.hypot((to.lon - from.lon) * shrunk, to.lat - from.lat) };
  });
  let left = legs.reduce((sum, { length }) => sum + length, 0) / 2;
  for (const { from, to, length } of legs) {
    if (left <= length && length > 0) {
      const part = left / length;
      return {
        lon: from.lon + (to.lon - from.lon) * part,
        lat: from.lat + (to.lat - from.lat) * part,
      };
    }
    left -= length;
  }
  return corners.at(-1) ?? { lon: 0, lat: 0 };
}

function positionOf([lon = 0, lat = 0]: readonly number[]): Position {
  return { lon, lat };
}

function middle(degrees: readonly number[]): number {
  return (Math.min(...degrees) + Math.max(...degrees)) / 2;
}
