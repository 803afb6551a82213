/** What everybody may ask the service: one function a question. */
import type { Language } from '../i18n';
import { answer, service } from './service';
import type {
  CoverageAt,
  DeadZone,
  DeadZoneBody,
  DeadZoneReport,
  DeadZones,
  Evaluation,
  Gaps,
  Network,
  NetworkChoice,
  Position,
  Region,
  ServiceId,
  StoredRequirement,
  Verdicts,
  Zone,
} from './types';
import { ANY_NETWORK } from './types';

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
export async function gaps(
  network: NetworkChoice,
  serviceId: ServiceId,
  zone?: string,
): Promise<Gaps> {
  const query = { network, service: serviceId, ...(zone ? { zone } : {}) };
  return answer(await service.GET('/api/v1/gaps', { params: { query } }));
}

/** Verdicts are a network's own: for any network the answer holds those of all of them. */
export async function verdicts(network: NetworkChoice, serviceId: ServiceId): Promise<Verdicts> {
  const query = network === ANY_NETWORK ? { service: serviceId } : { network, service: serviceId };
  return answer(await service.GET('/api/v1/verdicts', { params: { query } }));
}

export async function coverageAt(position: Position): Promise<CoverageAt> {
  return answer(await service.GET('/api/v1/coverage-at', { params: { query: position } }));
}

export async function requirements(): Promise<StoredRequirement[]> {
  return answer(await service.GET('/api/v1/requirements')).requirements as StoredRequirement[];
}

export async function evaluation(id: number): Promise<Evaluation> {
  const path = { id };
  return answer(await service.GET('/api/v1/requirements/{id}/evaluation', { params: { path } }));
}

export async function deadZones(): Promise<DeadZones> {
  return answer(await service.GET('/api/v1/dead-zones')) as unknown as DeadZones;
}

export async function reportDeadZone(report: DeadZoneReport): Promise<DeadZone> {
  const body = report as unknown as DeadZoneBody;
  return answer(await service.POST('/api/v1/dead-zones', { body })) as unknown as DeadZone;
}

export function gapPolygonsUrl(network: NetworkChoice, serviceId: ServiceId, zone: string | null) {
  const query = new URLSearchParams({ network, service: serviceId });
  if (zone) query.set('zone', zone);
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
