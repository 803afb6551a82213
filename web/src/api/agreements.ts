/** Framework agreements: what is called off, and what that weighs. */
import { answer, done, service } from './service';
import type { Environment, FrameworkAgreement, Levers, ServiceId, TakenCallOffs } from './types';
import type { ListedAgreement, NewAgreement } from './types';

/** Oldest first. */
export async function agreements(): Promise<ListedAgreement[]> {
  return answer(await service.GET('/api/v1/framework-agreements')).agreements;
}

export async function agreement(id: number): Promise<FrameworkAgreement> {
  const params = { path: { id } };
  return answer(await service.GET('/api/v1/framework-agreements/{id}', { params }));
}

export async function addAgreement(body: NewAgreement): Promise<ListedAgreement> {
  return answer(await service.POST('/api/v1/framework-agreements', { body }));
}

/** `power_of_attorney`: a day, or null where none was given. */
export async function entitle(
  id: number,
  number: string,
  power_of_attorney: string | null,
): Promise<void> {
  const params = { path: { id, number } };
  const path = '/api/v1/framework-agreements/{id}/organisations/{number}';
  done(await service.PUT(path, { params, body: { power_of_attorney } }));
}

export async function addCallOffs(id: number, table: BodyInit): Promise<TakenCallOffs> {
  const sent = await service.POST('/api/v1/framework-agreements/{id}/call-offs', {
    params: { path: { id } },
    body: table as unknown as string,
    bodySerializer: (body: unknown) => body as BodyInit,
    headers: { 'Content-Type': 'text/csv' },
  });
  return answer(sent);
}

export async function lever(
  id: number,
  asked: { service: ServiceId; environment: Environment },
): Promise<Levers> {
  const params = { path: { id }, query: asked };
  return answer(await service.GET('/api/v1/framework-agreements/{id}/lever', { params }));
}
