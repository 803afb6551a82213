/** What the page shows, kept in the address so that a link shows the same (the map keeps its hash). */
import type { NetworkChoice, Position, ServiceId } from '../api/types';
import { ANY_NETWORK } from '../api/types';
import { isLanguage, type Language, wordsOf } from '../i18n';
import { FIRST_VISIBLE, LAYER_CHOICES, type Visibility } from '../map/layers';

export const SECTIONS = [
  'zones',
  'place',
  'dead-zones',
  'requirements',
  'deliveries',
  'changes',
  'administration',
] as const;
export type Section = (typeof SECTIONS)[number];

export const CHANGES = ['versions', 'retreat', 'shutdown'] as const;
export type ChangeKind = (typeof CHANGES)[number];

export const ADMINISTRATION = ['organisations', 'people', 'tokens', 'profiles', 'audit'] as const;
export type AdministrationPart = (typeof ADMINISTRATION)[number];

/** The form by which coverage is handed in stands where one delivery would. */
export const NEW_DELIVERY = 'new';

const DEFAULT_SERVICE: ServiceId = 'voice';
const POSITION_DECIMALS = 5;

class View {
  language = $state<Language>('sv');
  network = $state<NetworkChoice>(ANY_NETWORK);
  service = $state<ServiceId>(DEFAULT_SERVICE);
  zone = $state<string | null>(null);
  section = $state<Section>('zones');
  position = $state<Position | null>(null);
  /** The delivery that is looked at, by its number. */
  delivery = $state<number | typeof NEW_DELIVERY | null>(null);
  change = $state<ChangeKind>('versions');
  /** Two versions that are compared, by their numbers. */
  before = $state<number | null>(null);
  after = $state<number | null>(null);
  administration = $state<AdministrationPart>('organisations');
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
    this.section = known(SECTIONS, asked.get('section')) ?? 'zones';
    const delivery = asked.get('delivery');
    this.delivery = delivery === NEW_DELIVERY ? NEW_DELIVERY : readNumber(delivery);
    this.change = known(CHANGES, asked.get('change')) ?? 'versions';
    this.before = readNumber(asked.get('before'));
    this.after = readNumber(asked.get('after'));
    this.administration = known(ADMINISTRATION, asked.get('part')) ?? 'organisations';
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
    for (const [name, value] of this.#inSection()) asked.set(name, String(value));
    const layers = layersText(this.visible);
    if (layers !== layersText(FIRST_VISIBLE)) asked.set('layers', layers);
    return `?${asked.toString().replaceAll('%2C', ',')}`;
  }

  /** What is chosen within the section that is shown. */
  #inSection(): [string, string | number][] {
    const { section, delivery, change, before, after } = this;
    if (section === 'deliveries') return delivery === null ? [] : [['delivery', delivery]];
    if (section === 'administration') return [['part', this.administration]];
    if (section !== 'changes') return [];
    const versions = { before, after };
    const chosen = Object.entries(versions).filter((pair): pair is [string, number] => !!pair[1]);
    return [['change', change], ...(change === 'versions' ? chosen : [])];
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

function known<Word extends string>(words: readonly Word[], text: string | null): Word | null {
  return words.find((word) => word === text) ?? null;
}

function readNumber(text: string | null): number | null {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : null;
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
