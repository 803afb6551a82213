/** The service's own map style with the page's layers set into it. */
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { labelLayers } from './labels';
import { OVERLAY_SOURCES, overlayAreas, overlayPoints } from './overlays';
import {
  areaLayers,
  emptySource,
  type LayerChoice,
  type MapQuestion,
  measurementLayers,
  pointLayers,
  selectionLayer,
  TILE_LAYERS,
  tileSource,
  type Visibility,
} from './layers';

/** What the page draws itself, with the reader's question in it. */
const OWN_LAYERS: readonly string[] = [...TILE_LAYERS, 'dead-zones'];

export async function fetchStyle(): Promise<StyleSpecification> {
  const response = await fetch('/style.json');
  if (!response.ok) throw new Error(`the map's style answered ${response.status}`);
  return (await response.json()) as StyleSpecification;
}

/** Ground, then areas, then borders and roads, then measurements, then points and labels. */
export function pageStyle(service: StyleSpecification, question: MapQuestion): StyleSpecification {
  const base = service.layers.filter((layer) => !isOwn(layer) && layer.type !== 'symbol');
  const isGround = ({ type }: LayerSpecification) => type === 'background' || type === 'fill';
  const zoneSource = sourceOf(base, 'zones');
  const selection = zoneSource ? [{ ...selectionLayer(), source: zoneSource }] : [];
  return {
    ...withoutGlyphs(service),
    sources: { ...service.sources, ...ownSources(question) },
    layers: [
      ...base.filter(isGround),
      ...areaLayers(question),
      ...overlayAreas(),
      ...base.filter((layer) => !isGround(layer)),
      ...measurementLayers(),
      ...(selection as LayerSpecification[]),
      ...pointLayers(),
      ...labelLayers(sourceOf(service.layers, 'localities')),
      ...overlayPoints(),
    ],
  };
}

/** With what the reader has switched off hidden: the tiles of a hidden layer are not asked for. */
export function withVisibility(
  style: StyleSpecification,
  visible: Readonly<Visibility>,
): StyleSpecification {
  const choices = Object.keys(visible) as LayerChoice[];
  const hidden = choices
    .filter((choice) => !visible[choice])
    .flatMap((choice) => layersOfChoice(style, choice));
  const hide = (layer: LayerSpecification) =>
    ({ ...layer, layout: { ...layer.layout, visibility: 'none' } }) as LayerSpecification;
  const layers = style.layers.map((layer) => (hidden.includes(layer.id) ? hide(layer) : layer));
  return { ...style, layers };
}

/** The ids of the layers that a choice of the reader shows or hides. */
export function layersOfChoice(style: StyleSpecification, choice: LayerChoice): string[] {
  const prefix = choice === 'deadZones' ? 'dead-zones-' : `${choice}-`;
  return style.layers
    .filter((layer) => layer.id.startsWith(prefix) || sourceLayerOf(layer) === choice)
    .map((layer) => layer.id);
}

function ownSources(question: MapQuestion): StyleSpecification['sources'] {
  const drawn = OVERLAY_SOURCES.map((source) => [source, emptySource()] as const);
  const tiled = TILE_LAYERS.map((layer) => [layer, tileSource(layer, question)] as const);
  return {
    ...Object.fromEntries([...tiled, ...drawn]),
    'dead-zones': emptySource(),
    'zone-names': emptySource(),
  };
}

/** Without an address for glyphs the map library draws text with the device's own fonts. */
function withoutGlyphs(style: StyleSpecification): StyleSpecification {
  const { glyphs: _, sprite: __, ...rest } = style;
  return rest;
}

function isOwn(layer: LayerSpecification): boolean {
  return OWN_LAYERS.includes(sourceLayerOf(layer) ?? '');
}

function sourceOf(layers: LayerSpecification[], sourceLayer: string): string | null {
  const found = layers.find((layer) => sourceLayerOf(layer) === sourceLayer);
  return found && 'source' in found && typeof found.source === 'string' ? found.source : null;
}

function sourceLayerOf(layer: LayerSpecification): string | null {
  return 'source-layer' in layer ? (layer['source-layer'] ?? null) : null;
}
