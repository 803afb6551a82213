/** Where to measure next. */
import type { FeatureCollection } from 'geojson';
import type { Language } from '../i18n';
import { answer, service } from './service';
import type { MeasurementPlan, ServiceId } from './types';

export type PlanAsked = {
  service: ServiceId;
  /** One network, or every one. */
  network: string | null;
  zone: string;
  budgetKm: number;
  days: number;
};

export type PlanFormat = 'html' | 'gpx' | 'geojson';

function planQuery({ service, network, zone, budgetKm, days }: PlanAsked) {
  return { service, zone, budget_km: budgetKm, days, ...(network && { network }) };
}

export async function measurementPlan(asked: PlanAsked): Promise<MeasurementPlan> {
  const query = { ...planQuery(asked), format: 'json' as const };
  const plan = await service.GET('/api/v1/measurement-plans', { params: { query } });
  return answer(plan) as MeasurementPlan;
}

export async function plannedRoads(asked: PlanAsked): Promise<FeatureCollection> {
  const query = { ...planQuery(asked), format: 'geojson' as const };
  const roads = await service.GET('/api/v1/measurement-plans', { params: { query } });
  return answer(roads) as unknown as FeatureCollection;
}

export function planUrl(asked: PlanAsked, format: PlanFormat, lang: Language): string {
  const words = Object.entries({ ...planQuery(asked), format, lang });
  return `/api/v1/measurement-plans?${new URLSearchParams(words.map(([name, value]) => [name, String(value)]))}`;
}
