/** What has changed: between two versions, between two days, since a date, and when a technology goes. */
import { supplyQuery } from '../table/question';
import { answer, service } from './service';
import type {
  ChangedLand,
  Comparison,
  DayChanges,
  Environment,
  NetworkChoice,
  Question,
  Retreats,
  ServiceId,
  Shutdown,
  Technology,
} from './types';

/** `before` and `after` are the numbers of two deliveries of one claim. */
export type Versions = { before: number; after: number };

export async function comparison({ before, after }: Versions): Promise<Comparison> {
  const params = { path: { id: after }, query: { with: before } };
  return answer(await service.GET('/api/v1/deliveries/{id}/comparison', { params }));
}

export async function comparedLand({ before, after }: Versions): Promise<ChangedLand> {
  const params = { path: { id: after }, query: { with: before } };
  const land = await service.GET('/api/v1/deliveries/{id}/comparison.geojson', { params });
  return answer(land) as unknown as ChangedLand;
}

export function comparedLandUrl({ before, after }: Versions): string {
  return `/api/v1/deliveries/${after}/comparison.geojson?with=${before}`;
}

/** Coverage at the end of `since` and of the question's day, or now. */
export type DaysQuestion = { since: string; question: Question };

/** Two days are compared by all technologies or one: what a technology leaves has a question of its own. */
export function daysQuery({ since, question }: DaysQuestion) {
  return { since, ...supplyQuery({ ...question, without: null }) };
}

export async function dayChanges(asked: DaysQuestion): Promise<DayChanges> {
  const params = { query: daysQuery(asked) };
  return answer(await service.GET('/api/v1/coverage-changes', { params }));
}

export async function dayChangesLand(asked: DaysQuestion): Promise<ChangedLand> {
  const params = { query: daysQuery(asked) };
  const land = await service.GET('/api/v1/coverage-changes.geojson', { params });
  return answer(land) as unknown as ChangedLand;
}

export function dayChangesLandUrl(asked: DaysQuestion): string {
  return `/api/v1/coverage-changes.geojson?${new URLSearchParams(daysQuery(asked))}`;
}

export async function retreats(since: string): Promise<Retreats> {
  return answer(await service.GET('/api/v1/retreats', { params: { query: { since } } }));
}

export type ShutdownQuestion = {
  technology: Technology;
  network: NetworkChoice;
  service: ServiceId;
  environment: Environment;
};

export async function shutdown(query: ShutdownQuestion): Promise<Shutdown> {
  return answer(await service.GET('/api/v1/technology-shutdown', { params: { query } }));
}

export async function shutdownLand(query: ShutdownQuestion): Promise<ChangedLand> {
  const land = await service.GET('/api/v1/technology-shutdown.geojson', { params: { query } });
  return answer(land) as unknown as ChangedLand;
}

export function shutdownLandUrl(question: ShutdownQuestion): string {
  return `/api/v1/technology-shutdown.geojson?${new URLSearchParams(question)}`;
}
