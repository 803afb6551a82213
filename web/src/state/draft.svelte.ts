/** The dead-zone report while it is being written: it stays when the reader looks elsewhere. */
import type { DeadZoneReport, Environment, Position, ServiceId } from '../api/types';
import { coordinate, localMinute, readDegrees } from '../format';
import type { Language, Words } from '../i18n';

/** The choice of "no network works", which the service knows as null. */
export const NO_NETWORK = '';
const LONGITUDE_LIMIT = 180;
const LATITUDE_LIMIT = 90;

export type FieldErrors = { lon?: string; lat?: string; observedAt?: string };
type Checked = { report: DeadZoneReport } | { errors: FieldErrors };

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
  lon = $state('');
  lat = $state('');
  network = $state(NO_NETWORK);
  service = $state<ServiceId>('voice');
  environment = $state<Environment>('outdoor');
  observedAt = $state('');
  text = $state('');
  /** Where the reporter is told of changes; empty: nowhere. */
  email = $state('');

  constructor(now: Date) {
    this.observedAt = localMinute(now);
  }

  place({ lon, lat }: Position, language: Language): void {
    this.lon = coordinate(lon, language);
    this.lat = coordinate(lat, language);
  }

  check(now: Date, words: Words): Checked {
    const place = checkPosition(this.lon, this.lat, words);
    const when = checkWhen(this.observedAt, now, words);
    const errors = {
      ...('errors' in place && place.errors),
      ...('error' in when && { observedAt: when.error }),
    };
    if ('errors' in place || 'error' in when) return { errors };
    return { report: this.#report(place.position, when.instant) };
  }

  /** Where and in which language the reporter is told of changes; nothing where they aren't. */
  contact(language: Language): Pick<DeadZoneReport, 'contact'> {
    const email = this.email.trim();
    return email === '' ? {} : { contact: { email, language } };
  }

  #report({ lon, lat }: Position, observedAt: Date): DeadZoneReport {
    return {
      geometry: { type: 'Point', coordinates: [lon, lat] },
      network: this.network === NO_NETWORK ? null : this.network,
      service: this.service,
      environment: this.environment,
      observed_at: observedAt.toISOString(),
      text: this.text.trim(),
    };
  }
}

function checkWhen(text: string, now: Date, words: Words): { instant: Date } | { error: string } {
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) return { error: words.invalidWhen };
  if (instant > now) return { error: words.whenInFuture };
  return { instant };
}

export const draft = new Draft(new Date());
