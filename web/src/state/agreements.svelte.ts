/** Framework agreements as they were asked for last. */
import * as api from '../api/agreements';
import type { Environment, FrameworkAgreement, Levers, ListedAgreement } from '../api/types';
import type { ServiceId } from '../api/types';
import { Answer } from './answer.svelte';

export const agreements = new Answer<ListedAgreement[]>();
export const agreement = new Answer<FrameworkAgreement>();
export const levers = new Answer<Levers>();

/** The one that was added last stands first. */
export function askAgreements(): Promise<void> {
  return agreements.ask(async () => (await api.agreements()).toReversed());
}

export function askAgreement(id: number): Promise<void> {
  return agreement.ask(() => api.agreement(id));
}

export function askLevers(id: number, service: ServiceId, environment: Environment): Promise<void> {
  return levers.ask(() => api.lever(id, { service, environment }));
}
