/** The layers that the page draws over the service's map: claims, gaps, measurements, dead zones. */
import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  SourceSpecification,
} from 'maplibre-gl';
import type { MeasuredState, NetworkChoice, Position, ServiceId, Technology } from '../api/types';
import { ANY_NETWORK } from '../api/types';
import {
  CELL_EDGE_COLOUR,
  DEAD_ZONE_COLOUR,
  NOT_CLAIMED_COLOUR,
  SELECTION_COLOUR,
  STATE_COLOURS,
} from './palette';

/** What the reader switches on and off. */
export const LAYER_CHOICES = [
  'coverage',
  'gaps',
  'verification',
  'measurements',
  'deadZones',
  'places',
  'roads',
] as const;
export type LayerChoice = (typeof LAYER_CHOICES)[number];
export type Visibility = Record<LayerChoice, boolean>;

export const FIRST_VISIBLE: Readonly<Visibility> = {
  coverage: true,
  gaps: false,
  verification: false,
  measurements: false,
  deadZones: true,
  places: false,
  roads: true,
};

export type MapQuestion = {
  network: NetworkChoice;
  service: ServiceId;
  technology: Technology | null;
  colour: string;
};
export type TileLayer = 'coverage' | 'gaps' | 'verification' | 'measurements';
export const TILE_LAYERS: readonly TileLayer[] = [
  'coverage',
  'gaps',
  'verification',
  'measurements',
];
/** They have no meaning without a network. */
const OF_NETWORK: readonly TileLayer[] = ['gaps', 'verification'];

/** Where the rest of the page wants the map to look, and whether the reader is to be taken there. */
export type MapTarget = { position: Position; bringIntoSight: boolean };

const ONLY_POINTS: FilterSpecification = ['==', ['geometry-type'], 'Point'];
const MAX_TILE_ZOOM = 14;
/** Below this zoom a cell of 100 m is smaller than its pattern: a broad trace is drawn instead. */
const PATTERN_ZOOM = 11;
const STATE_WEIGHT: Record<MeasuredState, number> = {
  not_measured: 0,
  confirmed: 1,
  inconclusive: 2,
  refuted: 4,
};
const LEAST_TRACE_PX = 1.5;
const TRACE_EDGE_PX = 2;

export function tileAddress(
  layer: TileLayer,
  { network, service, technology }: MapQuestion,
): string {
  const query = new URLSearchParams({ service });
  if (OF_NETWORK.includes(layer) || network !== ANY_NETWORK) query.set('network', network);
  if (technology && layer !== 'verification') query.set('technology', technology);
  return `${window.location.origin}/tiles/${layer}/{z}/{x}/{y}.mvt?${query}`;
}

export function tileSource(layer: TileLayer, question: MapQuestion): SourceSpecification {
  return { type: 'vector', tiles: [tileAddress(layer, question)], maxzoom: MAX_TILE_ZOOM };
}

export function emptySource(): SourceSpecification {
  return { type: 'geojson', data: { type: 'FeatureCollection', features: [] } };
}

/** Claims and gaps, drawn over the ground and under roads and borders. */
export function areaLayers({ colour }: MapQuestion): LayerSpecification[] {
  const tiles = (layer: TileLayer) => ({ source: layer, 'source-layer': layer });
  return [
    {
      id: 'coverage-fill',
      type: 'fill',
      ...tiles('coverage'),
      paint: { 'fill-color': colour, 'fill-opacity': 0.28, 'fill-antialias': false },
    },
    {
      id: 'gaps-fill',
      type: 'fill',
      ...tiles('gaps'),
      paint: { 'fill-pattern': 'gap' },
    },
    ...verificationLayers(),
  ];
}

/**
 * Claimed beside measured: five states, each with its pattern. Where cells are smaller than a pattern but not
 * yet gathered in squares, a broad trace in the state's colour keeps them visible.
 */
function verificationLayers(): LayerSpecification[] {
  const tiles = { source: 'verification', 'source-layer': 'verification' };
  const colours = { ...STATE_COLOURS, not_claimed: NOT_CLAIMED_COLOUR };
  return [
    {
      id: 'verification-fill',
      type: 'fill',
      ...tiles,
      paint: { 'fill-pattern': ['get', 'state'] },
    },
    {
      id: 'verification-trace',
      type: 'line',
      ...tiles,
      filter: ['has', 'cell'],
      maxzoom: PATTERN_ZOOM,
      paint: {
        'line-color': ['match', ['get', 'state'], ...Object.entries(colours).flat(), '#000000'],
        'line-width': 2.5,
      } as never,
    },
  ];
}

/** Measured cells, drawn over the roads that they were measured along. */
export function measurementLayers(): LayerSpecification[] {
  const cells = { source: 'measurements', 'source-layer': 'measurements' };
  const layout = { 'line-join': 'round', 'line-sort-key': byState(STATE_WEIGHT) } as const;
  return [
    {
      id: 'measurements-edge',
      type: 'line',
      maxzoom: PATTERN_ZOOM,
      ...cells,
      layout,
      paint: { 'line-color': CELL_EDGE_COLOUR, 'line-width': traceWidth(TRACE_EDGE_PX) },
    },
    {
      id: 'measurements-trace',
      type: 'line',
      maxzoom: PATTERN_ZOOM,
      ...cells,
      layout,
      paint: { 'line-color': byState(STATE_COLOURS), 'line-width': traceWidth(0) },
    },
    {
      id: 'measurements-fill',
      type: 'fill',
      minzoom: PATTERN_ZOOM,
      ...cells,
      paint: { 'fill-pattern': ['get', 'state'] },
    },
    {
      id: 'measurements-line',
      type: 'line',
      minzoom: PATTERN_ZOOM,
      ...cells,
      paint: { 'line-color': CELL_EDGE_COLOUR, 'line-width': 0.75 },
    },
  ];
}

/** Points and outlines, drawn over everything but the labels. */
export function pointLayers(): LayerSpecification[] {
  return [
    {
      id: 'dead-zones-area',
      type: 'line',
      source: 'dead-zones',
      paint: { 'line-color': DEAD_ZONE_COLOUR, 'line-width': 2, 'line-dasharray': [2, 1] },
    },
    {
      id: 'dead-zones-ring',
      type: 'circle',
      source: 'dead-zones',
      filter: ONLY_POINTS,
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 4, 4.5, 10, 8],
        'circle-color': '#ffffff',
        'circle-stroke-color': DEAD_ZONE_COLOUR,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'dead-zones-dot',
      type: 'circle',
      source: 'dead-zones',
      filter: ONLY_POINTS,
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 4, 2, 10, 4],
        'circle-color': DEAD_ZONE_COLOUR,
      },
    },
  ];
}

/** The selected zone's border. */
export function selectionLayer(): LayerSpecification {
  return {
    id: 'selection',
    type: 'line',
    source: 'zones',
    'source-layer': 'zones',
    filter: selectionFilter(null),
    paint: { 'line-color': SELECTION_COLOUR, 'line-width': 3 },
  };
}

export function selectionFilter(code: string | null): ['==', ['get', string], string] {
  return ['==', ['get', 'code'], code ?? ''];
}

function byState(values: Record<MeasuredState, string | number>): ExpressionSpecification {
  const { confirmed, refuted, inconclusive, not_measured } = values;
  const state: ExpressionSpecification = ['get', 'state'];
  return [
    'match',
    state,
    'confirmed',
    confirmed,
    'refuted',
    refuted,
    'inconclusive',
    inconclusive,
    not_measured,
  ];
}

/** What needs looking at is drawn last and widest, so that colour is not its only sign. */
function traceWidth(edgePx: number): ExpressionSpecification {
  return ['+', byState(STATE_WEIGHT), LEAST_TRACE_PX + edgePx];
}
