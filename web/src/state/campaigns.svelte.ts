/** Campaigns and their runs as they were asked for last. */
import * as api from '../api/campaigns';
import type { Campaign, Run } from '../api/types';
import { Answer } from './answer.svelte';

export const campaigns = new Answer<Campaign[]>();
export const runs = new Answer<Run[]>();
export const columnMappings = new Answer<string[]>();

/** Those begun last stand first. */
export function askCampaigns(): Promise<void> {
  return campaigns.ask(async () => (await api.campaigns()).toReversed());
}

/** The newest first. */
export function askRuns(campaign: number): Promise<void> {
  return runs.ask(async () => (await api.runs(campaign)).toReversed());
}

export function askColumnMappings(): Promise<void> {
  return columnMappings.ask(api.columnMappings);
}
