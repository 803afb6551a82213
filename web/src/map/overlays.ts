/** What a page lays over the map: findings, what a delivery covers, land lost and gained, listed gaps, one's own area, a plan. */
import type { FeatureCollection, Point } from 'geojson';
import type { FilterSpecification, LayerSpecification } from 'maplibre-gl';
import type { Finding } from '../api/types';
import { LABEL_FONT, LABEL_HALO } from './labels';
import {
  DELIVERED_COLOUR,
  GAINED_COLOUR,
  GAP_COLOUR,
  LOST_COLOUR,
  OWN_AREA_COLOUR,
  PLAN_COLOUR,
  SELECTION_COLOUR,
} from './palette';

export const OVERLAY_SOURCES = [
  'changed',
  'delivered',
  'findings',
  'listed',
  'own',
  'planned',
] as const;
export type OverlaySource = (typeof OVERLAY_SOURCES)[number];
export const LISTED_FILL = 'listed-fill';
export const LISTED_CHOSEN = 'listed-chosen';
export const FINDING_SIGNS = 'findings-signs';
/** As many gaps as a list names: they bear their number. */
export const MOST_RANKED = 10;
const NONE = -1;

/** Filled where the map's own layer of gaps does not show them. */
export type ListedGaps = { areas: FeatureCollection; filled: boolean };

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
    ...listedAreas(),
  ];
}

/** Gaps of a list; filled where the map's own layer of gaps cannot show the question. */
function listedAreas(): LayerSpecification[] {
  return [
    { id: LISTED_FILL, type: 'fill', source: 'listed', paint: { 'fill-pattern': 'gap' } },
    {
      id: 'listed-edge',
      type: 'line',
      source: 'listed',
      paint: { 'line-color': GAP_COLOUR, 'line-width': 1.25 },
    },
    {
      id: LISTED_CHOSEN,
      type: 'line',
      source: 'listed',
      filter: chosenGap(null),
      paint: { 'line-color': SELECTION_COLOUR, 'line-width': 4 },
    },
  ];
}

/** One's own area over all that is measured: its edge, and its corners while it is drawn. */
function ownArea(): LayerSpecification[] {
  return [
    {
      id: 'own-ground',
      type: 'line',
      source: 'own',
      paint: { 'line-color': '#ffffff', 'line-width': 5, 'line-opacity': 0.8 },
    },
    {
      id: 'own-edge',
      type: 'line',
      source: 'own',
      paint: { 'line-color': OWN_AREA_COLOUR, 'line-width': 2.5, 'line-dasharray': [3, 1] },
    },
    {
      id: 'own-corners',
      type: 'circle',
      source: 'own',
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-radius': 5,
        'circle-color': '#ffffff',
        'circle-stroke-color': OWN_AREA_COLOUR,
        'circle-stroke-width': 2.5,
      },
    },
  ];
}

/** A measurement plan: what is measured, and the ways to it. */
function planned(): LayerSpecification[] {
  const width = { way: 2, measured: 5 };
  return [
    {
      id: 'planned-ground',
      type: 'line',
      source: 'planned',
      filter: ['==', ['get', 'kind'], 'measured'],
      paint: { 'line-color': '#ffffff', 'line-width': width.measured + 3, 'line-opacity': 0.8 },
    },
    {
      id: 'planned-way',
      type: 'line',
      source: 'planned',
      filter: ['==', ['get', 'kind'], 'way'],
      paint: { 'line-color': PLAN_COLOUR, 'line-width': width.way, 'line-dasharray': [2, 2] },
    },
    {
      id: 'planned-measured',
      type: 'line',
      source: 'planned',
      filter: ['==', ['get', 'kind'], 'measured'],
      paint: { 'line-color': PLAN_COLOUR, 'line-width': width.measured },
    },
    {
      id: 'planned-number',
      type: 'symbol',
      source: 'planned',
      filter: ['all', ['==', ['get', 'kind'], 'measured'], ['==', ['get', 'day'], 1]],
      layout: {
        'symbol-placement': 'line-center',
        'text-field': ['to-string', ['get', 'piece']],
        'text-font': LABEL_FONT,
        'text-size': 13,
      },
      paint: { 'text-color': PLAN_COLOUR, ...LABEL_HALO },
    },
  ];
}

/** Findings: over everything; errors over warnings, and never hidden by one another. */
export function overlayPoints(): LayerSpecification[] {
  return [
    ...planned(),
    ...ownArea(),
    {
      id: 'listed-rank',
      type: 'symbol',
      source: 'listed',
      filter: ['<=', ['get', 'rank'], MOST_RANKED],
      layout: {
        'text-field': ['to-string', ['get', 'rank']],
        'text-font': LABEL_FONT,
        'text-size': 16,
        'text-allow-overlap': true,
      },
      paint: { 'text-color': GAP_COLOUR, ...LABEL_HALO },
    },
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

export function chosenGap(rank: number | null): FilterSpecification {
  return ['==', ['get', 'rank'], rank ?? NONE];
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
