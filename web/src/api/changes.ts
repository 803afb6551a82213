/** What has changed: between two versions, since a date, and when a technology goes. */
import { answer, service } from './service';
import type {
  ChangedLand,
  Comparison,
  Environment,
  NetworkChoice,
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
