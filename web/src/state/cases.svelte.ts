/** What waits for those who look after reported dead zones. */
import * as api from '../api/cases';
import type { DueCase, WaitingReport } from '../api/types';
import { Answer } from './answer.svelte';

export const waitingReports = new Answer<WaitingReport[]>();
export const dueCases = new Answer<DueCase[]>();

export function askWaitingReports(): Promise<void> {
  return waitingReports.ask(api.waitingReports);
}

export function askDueCases(): Promise<void> {
  return dueCases.ask(api.dueCases);
}
