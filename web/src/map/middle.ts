/** A position to show a reported place by: the point, or the middle of a polygon's outer corners. */
import type { DeadZoneReport, Position } from '../api/types';

export function middleOf(geometry: DeadZoneReport['geometry']): Position {
  if (geometry.type === 'Point') return positionOf(geometry.coordinates);
  const corners = (geometry.coordinates[0] ?? []).map(positionOf);
  return { lon: middle(corners.map(({ lon }) => lon)), lat: middle(corners.map(({ lat }) => lat)) };
}

function positionOf([lon = 0, lat = 0]: readonly number[]): Position {
  return { lon, lat };
}

function middle(degrees: readonly number[]): number {
  return (Math.min(...degrees) + Math.max(...degrees)) / 2;
}
