/** Deliveries: those that the caller sees, and what a buyer decides on them. */
import type { Language } from '../i18n';
import { answer, service } from './service';
import type { Delivery, DeliverySummary } from './types';

export async function deliveries(): Promise<DeliverySummary[]> {
  return answer(await service.GET('/api/v1/deliveries')).deliveries;
}

export async function delivery(id: number): Promise<Delivery> {
  return answer(await service.GET('/api/v1/deliveries/{id}', { params: { path: { id } } }));
}

/** All versions of the claim that a delivery speaks of, oldest first. */
export async function versions(id: number): Promise<DeliverySummary[]> {
  const path = { id };
  return answer(await service.GET('/api/v1/deliveries/{id}/versions', { params: { path } }))
    .deliveries;
}

export const DECISIONS = ['accepted', 'rejected', 'published'] as const;
export type Decision = (typeof DECISIONS)[number];

const DECISION_PATHS = {
  accepted: '/api/v1/deliveries/{id}/acceptance',
  rejected: '/api/v1/deliveries/{id}/rejection',
  published: '/api/v1/deliveries/{id}/publication',
} as const;

export async function decide(id: number, decision: Decision, reason: string): Promise<Delivery> {
  const asked = { params: { path: { id } }, body: { reason: reason || null } };
  return answer(await service.POST(DECISION_PATHS[decision], asked));
}

export type FindingsFormat = 'csv' | 'html' | 'json' | 'geojson';

export function findingsUrl(id: number, format: FindingsFormat, language: Language): string {
  return `/api/v1/deliveries/${id}/findings?${new URLSearchParams({ format, lang: language })}`;
}

export type Content = 'file' | 'coverage.fgb' | 'coverage.geojson';

export function contentUrl(id: number, content: Content): string {
  return `/api/v1/deliveries/${id}/${content}`;
}

/** The areas that a delivery covers, to draw. */
export async function coverage(id: number): Promise<GeoJSON.FeatureCollection> {
  const path = { id };
  const asked = { params: { path } };
  const drawn = answer(await service.GET('/api/v1/deliveries/{id}/coverage.geojson', asked));
  return drawn as unknown as GeoJSON.FeatureCollection;
}
