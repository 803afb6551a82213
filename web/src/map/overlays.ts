/** What a page lays over the map: findings of a delivery, what it covers, land lost and gained. */
import type { FeatureCollection, Point } from 'geojson';
import type { FilterSpecification, LayerSpecification } from 'maplibre-gl';
import type { Finding } from '../api/types';
import { DELIVERED_COLOUR, GAINED_COLOUR, LOST_COLOUR, SELECTION_COLOUR } from './palette';

export const OVERLAY_SOURCES = ['changed', 'delivered', 'findings'] as const;
export type OverlaySource = (typeof OVERLAY_SOURCES)[number];
export const FINDING_SIGNS = 'findings-signs';
const NONE = -1;

/** Areas: over claims, under roads and borders. */
export function overlayAreas(): LayerSpecification[] {
  const side = (change: 'lost' | 'gained', colour: string): LayerSpecification[] => [
    {
      id: `changed-${change}`,
      type: 'fill',
      source: 'changed',
      filter: ['==', ['get', 'change'], change],
      paint: { 'fill-pattern': change },
    },
    {
      id: `changed-${change}-edge`,
      type: 'line',
      source: 'changed',
      filter: ['==', ['get', 'change'], change],
      paint: { 'line-color': colour, 'line-width': 1 },
    },
  ];
  return [
    {
      id: 'delivered-fill',
      type: 'fill',
      source: 'delivered',
      paint: { 'fill-pattern': 'delivered' },
    },
    {
      id: 'delivered-edge',
      type: 'line',
      source: 'delivered',
      paint: { 'line-color': DELIVERED_COLOUR, 'line-width': 1.5 },
    },
    ...side('gained', GAINED_COLOUR),
    ...side('lost', LOST_COLOUR),
  ];
}

/** Findings: over everything; errors over warnings, and never hidden by one another. */
export function overlayPoints(): LayerSpecification[] {
  return [
    {
      id: 'findings-chosen',
      type: 'circle',
      source: 'findings',
      filter: chosenFinding(null),
      paint: {
        'circle-radius': 17,
        'circle-color': '#ffffff99',
        'circle-stroke-color': SELECTION_COLOUR,
        'circle-stroke-width': 3,
      },
    },
    {
      id: FINDING_SIGNS,
      type: 'symbol',
      source: 'findings',
      layout: {
        'icon-image': ['concat', 'finding-', ['get', 'severity']],
        'icon-allow-overlap': true,
        'symbol-sort-key': ['match', ['get', 'severity'], 'error', 1, 0],
      },
    },
  ];
}

export function chosenFinding(index: number | null): FilterSpecification {
  return ['==', ['get', 'index'], index ?? NONE];
}

/** Those that have a place; each knows its row in the table. */
export function findingPoints(findings: readonly Finding[]): FeatureCollection<Point> {
  return {
    type: 'FeatureCollection',
    features: findings.flatMap(({ place, severity }, index) =>
      place
        ? [
            {
              type: 'Feature' as const,
              properties: { severity, index },
              geometry: { type: 'Point' as const, coordinates: [place.lon, place.lat] },
            },
          ]
        : [],
    ),
  };
}
