/** The form by which coverage is handed in: its fields in groups, and a JSON file that fills them. */
import type { Environment, FieldProblem, Finding, HeaderField } from '../api/types';

/** How a file is read, where it does not say so itself. */
export const READING_FIELDS = [
  'file_format',
  'layer',
  'cell_column',
  'cell_size_m',
  'value_column',
  'at_least',
  'classes',
] as const;
export type ReadingField = (typeof READING_FIELDS)[number];
export type FieldName = HeaderField | ReadingField;

export const GROUPS = {
  claim: ['network', 'technology', 'service', 'environment', 'carriage', 'simulation_date'],
  model: [
    'model',
    'model_version',
    'resolution_m',
    'terrain',
    'terrain_vintage',
    'clutter',
    'clutter_vintage',
  ],
  losses: [
    'receiver_height_m',
    'body_loss_db',
    'vehicle_loss_db',
    'building_loss_db',
    'location_probability',
    'load',
  ],
  terms: ['kind', 'licence', 'replaces', 'secrecy'],
  reading: ['crs', ...READING_FIELDS],
} as const satisfies Record<string, readonly FieldName[]>;
export type Group = keyof typeof GROUPS;

export const FIELD_NAMES: readonly FieldName[] = Object.values(GROUPS).flat();
export const NUMBER_FIELDS: readonly FieldName[] = [
  ...['resolution_m', 'receiver_height_m', 'body_loss_db', 'vehicle_loss_db'],
  ...['building_loss_db', 'cell_size_m', 'at_least'],
] as FieldName[];
export const UNITS: Partial<Record<FieldName, 'm' | 'db'>> = {
  resolution_m: 'm',
  receiver_height_m: 'm',
  body_loss_db: 'db',
  vehicle_loss_db: 'db',
  building_loss_db: 'db',
};

export type FieldTexts = Record<FieldName, string>;

export function emptyFields(): FieldTexts {
  return Object.fromEntries(FIELD_NAMES.map((name) => [name, ''])) as FieldTexts;
}

/** A vehicle's loss is asked for where one drives, a building's where one is inside. */
export function isAsked(field: FieldName, environment: string): boolean {
  const only: Partial<Record<FieldName, Environment>> = {
    vehicle_loss_db: 'vehicle',
    building_loss_db: 'indoor',
  };
  const where = only[field];
  return where === undefined || environment === '' || environment === where;
}

/** Of findings that speak of one fact of the header without naming it first. */
const FIELD_OF_CODE: Record<string, FieldName> = {
  coarse_resolution: 'resolution_m',
  low_receiver: 'receiver_height_m',
  future_simulation: 'simulation_date',
};
const NAMED_FIRST = /^(\w+): /;

/** The field that an error of the whole file belongs to; null: to none. */
export function fieldOf({ severity, code, feature, message }: Finding): FieldName | null {
  if (severity !== 'error' || feature !== null) return null;
  const named = FIELD_OF_CODE[code] ?? NAMED_FIRST.exec(message.en)?.[1];
  return FIELD_NAMES.find((known) => known === named) ?? null;
}

/** What is wrong with which field, said at once and found later alike. */
export function fieldProblems(
  said: readonly FieldProblem[],
  findings: readonly Finding[],
): FieldProblem[] {
  const found = findings.flatMap((finding) => {
    const field = fieldOf(finding);
    const { code, message } = finding;
    return field && !said.some((known) => known.field === field) ? [{ field, code, message }] : [];
  });
  return [...said, ...found];
}

/** Without the field's name as programs know it: its label stands beside. */
export function plainMessage(message: string): string {
  const plain = message.replace(NAMED_FIRST, '');
  return plain.charAt(0).toLocaleUpperCase('sv') + plain.slice(1);
}

type HeaderFile = { texts: Partial<FieldTexts>; unknown: string[] };

/** The facts in a JSON object beside a coverage file; null: it is no such object. */
export function readHeaderFile(json: string): HeaderFile | null {
  const document = parsed(json);
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return null;
  const texts: Partial<FieldTexts> = {};
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(document)) {
    const field = FIELD_NAMES.find((known) => known === name);
    const said = typeof value === 'string' || typeof value === 'number';
    if (field && said) texts[field] = String(value);
    else if (value !== null) unknown.push(name);
  }
  return { texts, unknown };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
