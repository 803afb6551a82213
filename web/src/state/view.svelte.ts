/** What the page shows, kept in the address so that a link shows the same (the map keeps its hash). */
import type {
  Evidence,
  NetworkChoice,
  Position,
  Question,
  ServiceId,
  Technology,
} from '../api/types';
import { ANY_NETWORK } from '../api/types';
import { isLanguage, type Language, wordsOf } from '../i18n';
import { FIRST_VISIBLE, LAYER_CHOICES, type Visibility } from '../map/layers';
import { isKnown } from '../table/question';

export const SECTIONS = [
  'zones',
  'verification',
  'place',
  'own-area',
  'dead-zones',
  'requirements',
  'deliveries',
  'changes',
  'gap-reports',
  'agreement',
  'campaigns',
  'administration',
] as const;
export type Section = (typeof SECTIONS)[number];

export const CHANGES = ['versions', 'days', 'retreat', 'shutdown'] as const;
export type ChangeKind = (typeof CHANGES)[number];

export const ADMINISTRATION = ['organisations', 'people', 'tokens', 'profiles', 'audit'] as const;
export type AdministrationPart = (typeof ADMINISTRATION)[number];

/** The form by which coverage is handed in stands where one delivery would. */
export const NEW_DELIVERY = 'new';

const DEFAULT_SERVICE: ServiceId = 'voice';
const TECHNOLOGIES: readonly Technology[] = ['2G', '3G', '4G', '5G'];
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const POSITION_DECIMALS = 5;

/** What the region has to choose from; `lastDay` is the day that its figures are counted to. */
type Known = {
  networks: readonly string[];
  services: readonly ServiceId[];
  technologies: readonly string[];
  lastDay: string;
};

class View {
  language = $state<Language>('sv');
  network = $state<NetworkChoice>(ANY_NETWORK);
  service = $state<ServiceId>(DEFAULT_SERVICE);
  /** Only this technology, or all but this one: never both. */
  technology = $state<Technology | null>(null);
  without = $state<Technology | null>(null);
  evidence = $state<Evidence>('claimed');
  /** A day, `YYYY-MM-DD`; null: as it is now. */
  date = $state<string | null>(null);
  zone = $state<string | null>(null);
  section = $state<Section>('zones');
  position = $state<Position | null>(null);
  /** The delivery that is looked at, by its number. */
  delivery = $state<number | typeof NEW_DELIVERY | null>(null);
  change = $state<ChangeKind>('versions');
  /** Two versions that are compared, by their numbers. */
  before = $state<number | null>(null);
  after = $state<number | null>(null);
  /** The first of two days that are compared; the second one is the question's. */
  since = $state<string | null>(null);
  /** The campaign that is looked at, by its number. */
  campaign = $state<number | null>(null);
  administration = $state<AdministrationPart>('organisations');
  visible = $state<Visibility>({ ...FIRST_VISIBLE });
  /** True while the next click on the map is the dead-zone form's position. */
  picking = $state(false);
  /** True while clicks on the map are corners of one's own area. */
  drawing = $state(false);
  /** True where the browser cannot draw the map: nothing may then depend on it. */
  withoutMap = $state(false);

  readonly words = $derived(wordsOf(this.language));
  readonly question = $derived<Question>({
    ...{ network: this.network, service: this.service },
    ...{ technology: this.technology, without: this.without },
    ...{ evidence: this.evidence, date: this.date },
  });

  /** Reads the address; a language that was chosen before counts where the address names none. */
  read(address: URL, rememberedLanguage: string | null) {
    const asked = address.searchParams;
    const chosen = asked.get('lang') ?? rememberedLanguage;
    this.language = isLanguage(chosen) ? chosen : 'sv';
    this.network = asked.get('network') ?? ANY_NETWORK;
    this.service = (asked.get('service') as ServiceId | null) ?? DEFAULT_SERVICE;
    this.technology = known(TECHNOLOGIES, asked.get('technology'));
    this.without = this.technology ? null : known(TECHNOLOGIES, asked.get('without_technology'));
    this.evidence = asked.get('evidence') === 'verified' ? 'verified' : 'claimed';
    this.date = readDay(asked.get('date'));
    this.zone = asked.get('zone');
    this.section = known(SECTIONS, asked.get('section')) ?? 'zones';
    const delivery = asked.get('delivery');
    this.delivery = delivery === NEW_DELIVERY ? NEW_DELIVERY : readNumber(delivery);
    this.change = known(CHANGES, asked.get('change')) ?? 'versions';
    this.before = readNumber(asked.get('before'));
    this.after = readNumber(asked.get('after'));
    this.since = readDay(asked.get('since'));
    this.administration = known(ADMINISTRATION, asked.get('part')) ?? 'organisations';
    this.campaign = readNumber(asked.get('campaign'));
    this.position = readPosition(asked.get('at'));
    this.visible = readVisible(asked.get('layers'));
  }

  /** The search part of the address; what is as by default is left out, but for the language. */
  search(): string {
    const asked = new URLSearchParams({ lang: this.language });
    if (this.network !== ANY_NETWORK) asked.set('network', this.network);
    if (this.service !== DEFAULT_SERVICE) asked.set('service', this.service);
    const { technology, without: without_technology, date, zone } = this;
    const verified = this.evidence === 'verified' ? this.evidence : null;
    const narrowed = { technology, without_technology, evidence: verified, date, zone };
    for (const [name, value] of Object.entries(narrowed)) if (value) asked.set(name, value);
    if (this.section !== 'zones') asked.set('section', this.section);
    if (this.position) asked.set('at', `${this.position.lon},${this.position.lat}`);
    for (const [name, value] of this.#inSection()) asked.set(name, String(value));
    const layers = layersText(this.visible);
    if (layers !== layersText(FIRST_VISIBLE)) asked.set('layers', layers);
    return `?${asked.toString().replaceAll('%2C', ',')}`;
  }

  /** What is chosen within the section that is shown. */
  #inSection(): [string, string | number][] {
    const { section, delivery, campaign, change, before, after, since } = this;
    if (section === 'deliveries') return delivery === null ? [] : [['delivery', delivery]];
    if (section === 'campaigns') return campaign === null ? [] : [['campaign', campaign]];
    if (section === 'administration') return [['part', this.administration]];
    if (section !== 'changes') return [];
    const versions = { before, after };
    const chosen = Object.entries(versions).filter((pair): pair is [string, number] => !!pair[1]);
    if (change === 'versions') return [['change', change], ...chosen];
    if (change === 'days' && since)
      return [
        ['change', change],
        ['since', since],
      ];
    return [['change', change]];
  }

  /** A choice that the region does not have becomes the default one. */
  keepKnown({ networks, services, technologies, lastDay }: Known) {
    if (!isKnown(this.network, networks)) this.network = ANY_NETWORK;
    if (!services.includes(this.service)) this.service = services[0] ?? DEFAULT_SERVICE;
    if (this.technology && !technologies.includes(this.technology)) this.technology = null;
    if (this.without && !technologies.includes(this.without)) this.without = null;
    if (this.date && this.date > lastDay) this.date = null;
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

function readDay(text: string | null): string | null {
  return text !== null && DAY.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
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
