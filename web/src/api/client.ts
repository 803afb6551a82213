/** What everybody may ask the service: one function a question. */
import type { Language } from '../i18n';
import { askedOf, supplyQuery } from '../table/question';
import { answer, service } from './service';
import type {
  CoverageAt,
  DeadZone,
  DeadZoneBody,
  DeadZoneReport,
  DeadZones,
  GapAreas,
  GapOrder,
  Gaps,
  NamedPlace,
  Network,
  Position,
  Question,
  Region,
  ServiceId,
  Verification,
  Zone,
} from './types';

const SENDING_MS = 20_000;

export async function region(): Promise<Region> {
  return answer(await service.GET('/api/v1/region'));
}

export async function networks(): Promise<Network[]> {
  return answer(await service.GET('/api/v1/networks')).networks;
}

export async function zones(): Promise<Zone[]> {
  return answer(await service.GET('/api/v1/zones')).zones;
}

/** Of one zone, or of all; stretches are listed for one alone. */
export async function gaps(question: Question, zone?: string): Promise<Gaps> {
  const query = { ...supplyQuery(question), ...(zone && { zone }) };
  return answer(await service.GET('/api/v1/gaps', { params: { query } }));
}

/**
 * Verdicts are a network's own: where several are asked about, the answer holds those of all networks. Of one
 * zone alone the answer says what is proved of everything that is counted.
 */
export async function verification(
  { network, service: serviceId }: Question,
  zone?: string,
): Promise<Verification> {
  const alone = askedOf(network).kind === 'one';
  const query = { service: serviceId, ...(alone && { network }), ...(zone && { zone }) };
  return answer(await service.GET('/api/v1/verification', { params: { query } }));
}

export async function coverageAt(position: Position): Promise<CoverageAt> {
  return answer(await service.GET('/api/v1/coverage-at', { params: { query: position } }));
}

export async function deadZones(): Promise<DeadZones> {
  return answer(await service.GET('/api/v1/dead-zones')) as unknown as DeadZones;
}

/** What comes twice under one key is kept once: an answer that was lost on its way is asked for again. */
export async function reportDeadZone(report: DeadZoneReport, key: string): Promise<DeadZone> {
  const body = report as unknown as DeadZoneBody;
  const params = { header: { 'Idempotency-Key': key } };
  // Where coverage is bad a request may hang: then the report waits, and is sent again under its key.
  const signal = AbortSignal.timeout(SENDING_MS);
  const sent = await service.POST('/api/v1/dead-zones', { body, params, signal });
  return answer(sent) as unknown as DeadZone;
}

/** Those whose names fit best what somebody has typed. */
export async function places(q: string): Promise<NamedPlace[]> {
  return answer(await service.GET('/api/v1/places', { params: { query: { q } } })).places;
}

/** The gaps of a zone, or of every municipality; `limit` is the most of them that are wanted. */
export type GapsAsked = { zone: string; order: GapOrder; limit: number | null };

export async function gapAreas(question: Question, asked: GapsAsked): Promise<GapAreas> {
  const { limit, ...where } = asked;
  const query = { ...supplyQuery(question), ...where, ...(limit && { limit }) };
  const areas = await service.GET('/api/v1/gaps.geojson', { params: { query } });
  return answer(areas) as unknown as GapAreas;
}

export function gapPolygonsUrl(question: Question, zone: string | null) {
  const query = new URLSearchParams({ ...supplyQuery(question), ...(zone && { zone }) });
  return `/api/v1/gaps.geojson?${query}`;
}

export type ReportFormat = 'html' | 'csv' | 'geojson';

export function gapReportUrl(
  network: string,
  serviceId: ServiceId,
  format: ReportFormat,
  language: Language,
) {
  const query = new URLSearchParams({ service: serviceId, format, lang: language });
  return `/api/v1/gap-reports/${encodeURIComponent(network)}?${query}`;
}
