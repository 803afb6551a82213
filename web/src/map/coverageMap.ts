/** The map: what it shows is told by the page; what is chosen on it is told back. No own state. */
import {
  type GeoJSONSource,
  type LngLat,
  Map as MapLibreMap,
  Marker,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
  type VectorTileSource,
} from 'maplibre-gl';
import workerAddress from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { ChangedLand, DeadZones, Finding, Position, Zone } from '../api/types';
import type { Words } from '../i18n';
import { zoneNamePoints } from './labels';
import {
  type LayerChoice,
  type MapQuestion,
  selectionFilter,
  TILE_LAYERS,
  tileAddress,
  type Visibility,
} from './layers';
import {
  chosenFinding,
  chosenGap,
  FINDING_SIGNS,
  findingPoints,
  LISTED_CHOSEN,
  LISTED_FILL,
  type ListedGaps,
} from './overlays';
import { PATTERN_PIXEL_RATIO, patternImage, PATTERNS } from './patterns';
import { SEVERITIES, SIGN_PIXEL_RATIO, signImage } from './signs';
import { fetchStyle, layersOfChoice, pageStyle, withVisibility } from './style';
import { controlWords } from './words';

/** Name of the map's part of the address: `#map=zoom/lat/lon`. */
const HASH = 'map';
const POINT_ZOOM = 11;
const FIT_PADDING_PX = 32;
const NOTHING: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };

setWorkerUrl(workerAddress);

export type MapSetting = {
  container: HTMLElement;
  bounds: number[];
  question: MapQuestion;
  /** What is shown at first. */
  visible: Visibility;
  zones: Zone[];
  words: Words;
  /** A narrow page keeps one finger for scrolling. */
  narrow: boolean;
  onChoose: (position: Position) => void;
  onEscape: () => void;
  /** Backspace on the map. */
  onUndo: () => void;
  /** A finding's sign was pressed; the number is its row in the table. */
  onFinding: (index: number) => void;
};

export async function openMap(setting: MapSetting): Promise<CoverageMap> {
  const style = withVisibility(pageStyle(await fetchStyle(), setting.question), setting.visible);
  const map = new MapLibreMap({
    container: setting.container,
    style,
    hash: HASH,
    bounds: asBounds(setting.bounds),
    fitBoundsOptions: { padding: FIT_PADDING_PX },
    attributionControl: false,
    cooperativeGestures: setting.narrow,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 0,
    locale: controlWords(setting.words),
    transformRequest: (url) => ({ url: new URL(url, window.location.href).href }),
  });
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  map.addControl(new ScaleControl({}), 'top-left');
  for (const pattern of PATTERNS)
    addImage(map, pattern, () => patternImage(pattern), PATTERN_PIXEL_RATIO);
  for (const severity of SEVERITIES)
    addImage(map, `finding-${severity}`, () => signImage(severity), SIGN_PIXEL_RATIO);
  await map.once('load');
  return new CoverageMap(map, setting);
}

export class CoverageMap {
  readonly #map: MapLibreMap;
  #marker: Marker | null = null;

  constructor(map: MapLibreMap, setting: MapSetting) {
    const { zones, onChoose, onEscape, onUndo, onFinding, container } = setting;
    this.#map = map;
    this.#geojson('zone-names').setData(zoneNamePoints(zones));
    map.touchZoomRotate.disableRotation();
    map.on('click', ({ point, lngLat }) => {
      const [sign] = map.queryRenderedFeatures(point, { layers: [FINDING_SIGNS] });
      if (sign) onFinding(Number(sign.properties['index']));
      else onChoose(positionOf(lngLat));
    });
    map.getCanvas().addEventListener('keydown', (event) => {
      if (event.key === 'Enter') onChoose(positionOf(map.getCenter()));
      if (event.key === 'Escape') onEscape();
      if (event.key === 'Backspace') onUndo();
    });
    map.on('dataloading', () => container.setAttribute('aria-busy', 'true'));
    map.on('idle', () => container.setAttribute('aria-busy', 'false'));
  }

  ask(question: MapQuestion): void {
    for (const layer of TILE_LAYERS) {
      const source = this.#map.getSource<VectorTileSource>(layer);
      source?.setTiles([tileAddress(layer, question)]);
    }
    this.#map.setPaintProperty('coverage-fill', 'fill-color', question.colour);
  }

  show(visible: Visibility): void {
    const style = this.#map.getStyle();
    for (const [choice, on] of Object.entries(visible))
      for (const layer of layersOfChoice(style, choice as LayerChoice))
        this.#map.setLayoutProperty(layer, 'visibility', on ? 'visible' : 'none');
  }

  select(code: string | null): void {
    if (this.#map.getLayer('selection')) this.#map.setFilter('selection', selectionFilter(code));
  }

  zoomTo(bounds: number[]): void {
    this.#map.fitBounds(asBounds(bounds), { padding: FIT_PADDING_PX });
  }

  /** Marks a position; comes nearer when it is out of sight or the map shows the whole region. */
  mark(position: Position | null): void {
    this.#marker?.remove();
    this.#marker = null;
    if (!position) return;
    this.#marker = new Marker({ element: markerElement(), anchor: 'bottom' })
      .setLngLat([position.lon, position.lat])
      .addTo(this.#map);
    if (!this.#map.getBounds().contains([position.lon, position.lat])) this.flyTo(position);
  }

  flyTo({ lon, lat }: Position): void {
    const zoom = Math.max(this.#map.getZoom(), POINT_ZOOM);
    this.#map.flyTo({ center: [lon, lat], zoom });
  }

  /** On a narrow page the map may have been scrolled away. */
  bringIntoSight(): void {
    this.#map.getContainer().scrollIntoView({ block: 'nearest' });
  }

  takeKeyboard(): void {
    this.bringIntoSight();
    this.#map.getCanvas().focus({ preventScroll: true });
  }

  showDeadZones(deadZones: DeadZones): void {
    this.#geojson('dead-zones').setData(deadZones as GeoJSON.FeatureCollection);
  }

  showFindings(findings: readonly Finding[]): void {
    this.#geojson('findings').setData(findingPoints(findings));
  }

  chooseFinding(index: number | null): void {
    this.#map.setFilter('findings-chosen', chosenFinding(index));
  }

  showChanged(land: ChangedLand | null): void {
    this.#geojson('changed').setData(land ?? NOTHING);
  }

  showListed(listed: ListedGaps | null): void {
    this.#geojson('listed').setData(listed?.areas ?? NOTHING);
    const visibility = listed?.filled ? 'visible' : 'none';
    this.#map.setLayoutProperty(LISTED_FILL, 'visibility', visibility);
  }

  chooseListed(rank: number | null): void {
    this.#map.setFilter(LISTED_CHOSEN, chosenGap(rank));
  }

  showPlanned(roads: GeoJSON.FeatureCollection | null): void {
    this.#geojson('planned').setData(roads ?? NOTHING);
  }

  showOwn(area: GeoJSON.FeatureCollection | null): void {
    this.#geojson('own').setData(area ?? NOTHING);
  }

  /** A quick second click is the next corner, not a way nearer. */
  letDraw(drawing: boolean): void {
    if (drawing) this.#map.doubleClickZoom.disable();
    else this.#map.doubleClickZoom.enable();
  }

  showDelivered(areas: GeoJSON.FeatureCollection | null): void {
    this.#geojson('delivered').setData(areas ?? NOTHING);
  }

  close(): void {
    this.#map.remove();
  }

  #geojson(id: string): GeoJSONSource {
    const source = this.#map.getSource<GeoJSONSource>(id);
    if (!source) throw new Error(`the map has no source ${id}`);
    return source;
  }
}

function addImage(map: MapLibreMap, name: string, draw: () => ImageData, pixelRatio: number): void {
  map.once('styledata', () => {
    if (!map.hasImage(name)) map.addImage(name, draw(), { pixelRatio });
  });
}

function markerElement(): HTMLElement {
  const element = document.createElement('div');
  element.className = 'map-marker';
  return element;
}

function positionOf({ lng, lat }: LngLat): Position {
  return { lon: lng, lat };
}

function asBounds(bounds: number[]): [number, number, number, number] {
  const [west = -180, south = -85, east = 180, north = 85] = bounds;
  return [west, south, east, north];
}
