/** The dead-zone report while it is being written: it stays when the reader looks elsewhere. */
import type { DeadZoneReport, Environment, FailingUse, Position, Recurrence } from '../api/types';
import { coordinate, localMinute, readDegrees } from '../format';
import type { Language, Words } from '../i18n';

const LONGITUDE_LIMIT = 180;
const LATITUDE_LIMIT = 90;

export type Shape = 'point' | 'line' | 'area';
/** So many positions make one. */
export const LEAST_POSITIONS: Record<Shape, number> = { point: 1, line: 2, area: 3 };

export type FieldErrors = {
  lon?: string;
  lat?: string;
  points?: string;
  failing?: string;
  observedAt?: string;
};
type Checked = { report: DeadZoneReport } | { errors: FieldErrors };
type Geometry = DeadZoneReport['geometry'];

export function checkPosition(
  lonText: string,
  latText: string,
  words: Words,
): { position: Position } | { errors: FieldErrors } {
  const lon = readDegrees(lonText, LONGITUDE_LIMIT);
  const lat = readDegrees(latText, LATITUDE_LIMIT);
  if (lon !== null && lat !== null) return { position: { lon, lat } };
  return {
    errors: {
      ...(lon === null && { lon: words.invalidLongitude }),
      ...(lat === null && { lat: words.invalidLatitude }),
    },
  };
}

export class Draft {
  shape = $state<Shape>('point');
  /** Of a place, as text; of a stretch or an area the next position. */
  lon = $state('');
  lat = $state('');
  /** Of a stretch or an area, in order. */
  points = $state.raw<readonly Position[]>([]);
  failing = $state.raw<readonly FailingUse[]>([]);
  /** Empty: all that the reporter has. */
  networks = $state.raw<readonly string[]>([]);
  environment = $state<Environment>('outdoor');
  /** True: it is noticed while the report is made. */
  now = $state(true);
  observedAt = $state('');
  recurrence = $state<Recurrence | null>(null);
  text = $state('');
  /** Where the reporter is told of changes; empty: nowhere. */
  email = $state('');

  constructor(now: Date) {
    this.observedAt = localMinute(now);
  }

  /** A position that was chosen: the place itself, or one more of a stretch or an area. */
  place({ lon, lat }: Position, language: Language): void {
    if (this.shape !== 'point') {
      this.points = [...this.points, { lon, lat }];
      return;
    }
    this.lon = coordinate(lon, language);
    this.lat = coordinate(lat, language);
  }

  /** Takes the typed position into a stretch or an area. */
  add(words: Words): FieldErrors {
    const typed = checkPosition(this.lon, this.lat, words);
    if ('errors' in typed) return typed.errors;
    this.points = [...this.points, typed.position];
    this.lon = '';
    this.lat = '';
    return {};
  }

  undo(): void {
    this.points = this.points.slice(0, -1);
  }

  check(now: Date, words: Words): Checked {
    const place = this.#checkPlace(words);
    const when = this.now ? { instant: now } : checkWhen(this.observedAt, now, words);
    const errors = {
      ...('errors' in place && place.errors),
      ...(this.failing.length === 0 && { failing: words.report.failingMissing }),
      ...('error' in when && { observedAt: when.error }),
    };
    if ('errors' in place || 'error' in when || 'failing' in errors) return { errors };
    return { report: this.#report(place.geometry, when.instant) };
  }

  /** Where and in which language the reporter is told of changes; nothing where they aren't. */
  contact(language: Language): Pick<DeadZoneReport, 'contact'> {
    const email = this.email.trim();
    return email === '' ? {} : { contact: { email, language } };
  }

  /** What is kept is not in the form any more; who stays in the place writes the next one faster. */
  sent(): void {
    this.text = '';
    this.email = '';
    this.points = [];
  }

  /** Takes a report back into the form. */
  load(report: DeadZoneReport, language: Language): void {
    const { geometry } = report;
    this.points = [];
    if (geometry.type === 'Point') {
      this.shape = 'point';
      this.place(positionOf(geometry.coordinates), language);
    } else {
      const isArea = geometry.type === 'Polygon';
      this.shape = isArea ? 'area' : 'line';
      const way = isArea ? (geometry.coordinates[0] ?? []).slice(0, -1) : geometry.coordinates;
      this.points = way.map(positionOf);
    }
    this.failing = report.failing;
    this.networks = report.networks;
    this.environment = report.environment;
    this.now = false;
    this.observedAt = localMinute(new Date(report.observed_at));
    this.recurrence = report.recurrence;
    this.text = report.text;
    this.email = report.contact?.email ?? '';
  }

  #checkPlace(words: Words): { geometry: Geometry } | { errors: FieldErrors } {
    if (this.shape === 'point') {
      const place = checkPosition(this.lon, this.lat, words);
      if ('errors' in place) return place;
      return { geometry: { type: 'Point', coordinates: cornerOf(place.position) } };
    }
    const least = LEAST_POSITIONS[this.shape];
    if (this.points.length < least)
      return { errors: { points: words.report.tooFew(String(least)) } };
    const coordinates = this.points.map(cornerOf);
    if (this.shape === 'line') return { geometry: { type: 'LineString', coordinates } };
    const ring = [...coordinates, ...coordinates.slice(0, 1)];
    return { geometry: { type: 'Polygon', coordinates: [ring] } };
  }

  #report(geometry: Geometry, observedAt: Date): DeadZoneReport {
    return {
      geometry,
      networks: [...this.networks],
      failing: [...this.failing],
      environment: this.environment,
      observed_at: observedAt.toISOString(),
      recurrence: this.recurrence,
      text: this.text.trim(),
    };
  }
}

function cornerOf({ lon, lat }: Position): [number, number] {
  return [lon, lat];
}

function positionOf([lon = 0, lat = 0]: number[]): Position {
  return { lon, lat };
}

function checkWhen(text: string, now: Date, words: Words): { instant: Date } | { error: string } {
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) return { error: words.invalidWhen };
  if (instant > now) return { error: words.whenInFuture };
  return { instant };
}

export const draft = new Draft(new Date());
