/** What the page shows, kept in the address so that a link shows the same (the map keeps its hash). */
import type { NetworkChoice, Position, ServiceId } from '../api/types';
import { ANY_NETWORK } from '../api/types';
import { isLanguage, type Language, wordsOf } from '../i18n';
import { FIRST_VISIBLE, LAYER_CHOICES, type Visibility } from '../map/layers';

export const SECTIONS = ['zones', 'place', 'dead-zones', 'requirements'] as const;
export type Section = (typeof SECTIONS)[number];

const DEFAULT_SERVICE: ServiceId = 'voice';
const POSITION_DECIMALS = 5;

class View {
  language = $state<Language>('sv');
  network = $state<NetworkChoice>(ANY_NETWORK);
  service = $state<ServiceId>(DEFAULT_SERVICE);
  zone = $state<string | null>(null);
  section = $state<Section>('zones');
  position = $state<Position | null>(null);
  visible = $state<Visibility>({ ...FIRST_VISIBLE });
  /** True while the next click on the map is the dead-zone form's position. */
  picking = $state(false);
  /** True where the browser cannot draw the map: nothing may then depend on it. */
  withoutMap = $state(false);

  readonly words = $derived(wordsOf(this.language));

  /** Reads the address; a language that was chosen before counts where the address names none. */
  read(address: URL, rememberedLanguage: string | null) {
    const asked = address.searchParams;
    const chosen = asked.get('lang') ?? rememberedLanguage;
    this.language = isLanguage(chosen) ? chosen : 'sv';
    this.network = asked.get('network') ?? ANY_NETWORK;
    this.service = (asked.get('service') as ServiceId | null) ?? DEFAULT_SERVICE;
    this.zone = asked.get('zone');
    const section = asked.get('section');
    this.section = SECTIONS.find((known) => known === section) ?? 'zones';
    this.position = readPosition(asked.get('at'));
    this.visible = readVisible(asked.get('layers'));
  }

  /** The search part of the address; what is as by default is left out, but for the language. */
  search(): string {
    const asked = new URLSearchParams({ lang: this.language });
    if (this.network !== ANY_NETWORK) asked.set('network', this.network);
    if (this.service !== DEFAULT_SERVICE) asked.set('service', this.service);
    if (this.zone) asked.set('zone', this.zone);
    if (this.section !== 'zones') asked.set('section', this.section);
    if (this.position) asked.set('at', `${this.position.lon},${this.position.lat}`);
    const layers = layersText(this.visible);
    if (layers !== layersText(FIRST_VISIBLE)) asked.set('layers', layers);
    return `?${asked.toString().replaceAll('%2C', ',')}`;
  }

  /** A choice that the region does not have becomes the default one. */
  keepKnown(networks: readonly string[], services: readonly ServiceId[]) {
    if (!networks.includes(this.network)) this.network = ANY_NETWORK;
    if (!services.includes(this.service)) this.service = services[0] ?? DEFAULT_SERVICE;
  }
}

export function rounded({ lon, lat }: Position): Position {
  const round = (degrees: number) => Number(degrees.toFixed(POSITION_DECIMALS));
  return { lon: round(lon), lat: round(lat) };
}

function readPosition(text: string | null): Position | null {
  const [lon, lat] = (text ?? '').split(',').map(Number);
  const known = lon !== undefined && lat !== undefined;
  return known && Number.isFinite(lon) && Number.isFinite(lat) ? { lon, lat } : null;
}

function layersText(visible: Readonly<Visibility>): string {
  return LAYER_CHOICES.filter((choice) => visible[choice]).join(',');
}

function readVisible(text: string | null): Visibility {
  if (text === null) return { ...FIRST_VISIBLE };
  const asked = text.split(',');
  const shown = LAYER_CHOICES.map((choice) => [choice, asked.includes(choice)]);
  return Object.fromEntries(shown) as Visibility;
}

export const view = new View();
