/** A delivery in words: what it speaks of, how it was computed, who took a step. */
import type { DeliveryHeader, DeliverySummary, HeaderField, Role } from '../api/types';
import { day, number, thresholdText } from '../format';
import type { Language, Words } from '../i18n';

export type Fact = { field: HeaderField; label: string; value: string | null };

/** The order in which they are read. */
const FACTS = [
  'carriage',
  'simulation_date',
  'model',
  'model_version',
  'resolution_m',
  'terrain',
  'terrain_vintage',
  'clutter',
  'clutter_vintage',
  'receiver_height_m',
  'body_loss_db',
  'vehicle_loss_db',
  'building_loss_db',
  'location_probability',
  'load',
  'licence',
] as const satisfies (keyof DeliveryHeader)[];

/** Losses that only count where one drives, or is inside. */
const ONLY_IN = { vehicle_loss_db: 'vehicle', building_loss_db: 'indoor' } as const;
const DECIMALS = 3;

/** Each fact with its unit; null is not stated. What says nothing of this environment is left out. */
export function headerFacts(
  header: DeliveryHeader,
  environment: DeliverySummary['environment'],
  words: Words,
  language: Language,
): Fact[] {
  const shown = FACTS.filter((field) => {
    const only = field in ONLY_IN ? ONLY_IN[field as keyof typeof ONLY_IN] : environment;
    return only === environment || header[field] !== null;
  });
  return shown.map((field) => ({
    field,
    label: words.delivery.fields[field],
    value: factText(header, field, words, language),
  }));
}

function factText(
  header: DeliveryHeader,
  field: (typeof FACTS)[number],
  words: Words,
  language: Language,
): string | null {
  if (header[field] === null) return null;
  switch (field) {
    case 'carriage':
      return words.delivery.carriages[header.carriage ?? 'own'];
    case 'simulation_date':
      return day(String(header.simulation_date), language);
    case 'resolution_m':
    case 'receiver_height_m':
      return `${number(Number(header[field]), language, DECIMALS)}\u00a0m`;
    case 'body_loss_db':
    case 'vehicle_loss_db':
    case 'building_loss_db':
      return `${number(Number(header[field]), language, DECIMALS)}\u00a0dB`;
    case 'location_probability':
    case 'load':
      return thresholdText(Number(header[field]), language);
    default:
      return header[field];
  }
}

/** What the audit trail calls somebody, in words: `person 3 (procurer)`, `command line`. */
export function actorText(actor: string, words: Words): string {
  const { actors } = words.delivery;
  if (actor === 'command line') return actors.commandLine;
  if (actor === 'public') return actors.public;
  const [, kind, id, role] = /^(person|token) (\d+) \((\w+)\)$/.exec(actor) ?? [];
  if (!id || !role) return actor;
  const roleName = words.session.roles[role as Role] ?? role;
  return kind === 'person' ? actors.person(id, roleName) : actors.token(id, roleName);
}
