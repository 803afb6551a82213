/** Figures and dates as each language writes them. Rounding of shares is the service's (`percent`). */
import type { Unit } from './api/types';
import type { Language, Words } from './i18n';

const LOCALES: Record<Language, string> = { sv: 'sv-SE', en: 'en-GB' };
const METRES_PER_KILOMETRE = 1000;
const SQUARE_METRES_PER_SQUARE_KILOMETRE = 1_000_000;
/** What is less than this, in the unit that is shown, is only said to be less. */
const LEAST_SHOWN = 0.001;
const PERCENT_SIGN: Record<Language, string> = { sv: '\u00a0%', en: '%' };

/** The service's `percent` text ("98.49") with the language's decimal sign and per cent sign. */
export function percentText(percent: string, language: Language): string {
  const figure = language === 'sv' ? percent.replace('.', ',') : percent;
  return figure + PERCENT_SIGN[language];
}

/** A share 0…1 that comes without a `percent` text, with two decimals as those have. */
export function shareText(share: number, language: Language): string {
  return fixed(share * 100, language, 2) + PERCENT_SIGN[language];
}

/** A share that someone has laid down, as short as it was written: 98.5 %, 95 %. */
export function thresholdText(share: number, language: Language): string {
  return number(share * 100, language, 2) + PERCENT_SIGN[language];
}

/** At most `decimals` decimals, half-even as the method text says. */
export function number(value: number, language: Language, decimals = 0): string {
  return new Intl.NumberFormat(LOCALES[language], {
    maximumFractionDigits: decimals,
    roundingMode: 'halfEven',
  }).format(value);
}

/** An amount of demand with its unit: square metres as km², metres as km. */
export function amount(value: number, unit: Unit, language: Language, words: Words): string {
  switch (unit) {
    case 'm2':
    case 'land_area':
    case 'presence_area':
      return `${scaled(value / SQUARE_METRES_PER_SQUARE_KILOMETRE, language)}\u00a0km²`;
    case 'm':
    case 'road_length':
    case 'railway_length':
    case 'trail_length':
    case 'route_length':
      return length(value, language);
    case 'inhabitants':
      return `${whole(value, language)}\u00a0${words.unitShort.inhabitants}`;
    case 'places':
      return `${whole(value, language)}\u00a0${value === 1 ? words.unitShort.place : words.unitShort.places}`;
    case 'buildings':
      return `${whole(value, language)}\u00a0${value === 1 ? words.unitShort.building : words.unitShort.buildings}`;
  }
}

export function length(metres: number, language: Language): string {
  return `${scaled(metres / METRES_PER_KILOMETRE, language)}\u00a0km`;
}

/** Kronor; öre only where there are any. */
export function kronor(sek: number, language: Language): string {
  const decimals = Number.isInteger(sek) ? 0 : 2;
  return new Intl.NumberFormat(LOCALES[language], {
    style: 'currency',
    currency: 'SEK',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(sek);
}

/** The size of a file, in the units that file managers show. */
export function fileSize(bytes: number, language: Language): string {
  const units = ['B', 'kB', 'MB', 'GB'] as const;
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  return `${number(bytes / 1000 ** step, language, step === 0 ? 0 : 1)}\u00a0${units[step]}`;
}

/** A day or instant (RFC 3339) as a day. */
export function day(instant: string, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'medium' }).format(
    new Date(instant),
  );
}

/** A calendar day (`YYYY-MM-DD`) in full: the same day wherever the reader is. */
export function longDay(date: string, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(date),
  );
}

export function dayAndTime(instant: string, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(new Date(instant));
}

/** A text where a figure and its per cent sign stay on one line. */
export function unbroken(text: string): string {
  return text.replace(/(\d) %/g, '$1\u00a0%');
}

export function coordinate(degrees: number, language: Language): string {
  return number(degrees, language, 5);
}

/** Degrees as a person types them, with a comma or a point; null when that is no number. */
export function readDegrees(text: string, limit: number): number | null {
  const plain = text.trim().replace(',', '.').replace('−', '-');
  const degrees = Number(plain);
  return plain !== '' && Number.isFinite(degrees) && Math.abs(degrees) <= limit ? degrees : null;
}

/** A minute in local time as `<input type="datetime-local">` has it. */
export function localMinute(instant: Date): string {
  const shifted = new Date(instant.getTime() - instant.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length);
}

export function shortHash(hash: string): string {
  return hash.length > 12 ? `${hash.slice(0, 12)}…` : hash;
}

function fixed(value: number, language: Language, decimals: number): string {
  return new Intl.NumberFormat(LOCALES[language], {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    roundingMode: 'halfEven',
  }).format(value);
}

/** Fewer decimals the larger the figure; what is small keeps a digit, so as not to read as nothing. */
function scaled(value: number, language: Language): string {
  if (value > 0 && value < 0.05) return small(value, language);
  return number(value, language, value < 100 ? 1 : 0);
}

function whole(value: number, language: Language): string {
  return value > 0 && value < 1 ? small(value, language) : number(value, language);
}

function small(value: number, language: Language): string {
  if (value < LEAST_SHOWN) return `<${number(LEAST_SHOWN, language, 3)}`;
  return new Intl.NumberFormat(LOCALES[language], { maximumSignificantDigits: 1 }).format(value);
}
