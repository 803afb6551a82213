/** What was asked about changes, with the land to draw: it stays when the reader looks elsewhere. */
import * as api from '../api/changes';
import type { ChangedLand, Comparison, DayChanges, Retreats, Shutdown } from '../api/types';
import { Answer } from './answer.svelte';

/** The figures come first: land that cannot be drawn must not take them away. */
export const comparison = new Answer<Comparison>();
export const comparedLand = new Answer<ChangedLand>();
export const dayChanges = new Answer<DayChanges>();
export const dayChangesLand = new Answer<ChangedLand>();
export const retreats = new Answer<Retreats>();
export const shutdown = new Answer<Shutdown>();
export const shutdownLand = new Answer<ChangedLand>();

export function askComparison(versions: api.Versions): void {
  void comparison.ask(() => api.comparison(versions));
  void comparedLand.ask(() => api.comparedLand(versions));
}

export function forgetComparison(): void {
  comparison.clear();
  comparedLand.clear();
}

export function askDayChanges(asked: api.DaysQuestion): void {
  void dayChanges.ask(() => api.dayChanges(asked));
  void dayChangesLand.ask(() => api.dayChangesLand(asked));
}

export function forgetDayChanges(): void {
  dayChanges.clear();
  dayChangesLand.clear();
}

export function askRetreats(since: string): void {
  void retreats.ask(() => api.retreats(since));
}

export function askShutdown(question: api.ShutdownQuestion): void {
  void shutdown.ask(() => api.shutdown(question));
  void shutdownLand.ask(() => api.shutdownLand(question));
}
