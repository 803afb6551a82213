/** Campaigns: what is measured in the field, handed in and erased. */
import { answer, service } from './service';
import type { Campaign, Erased, MeasurementImport, NewCampaign, Run } from './types';
import { type Upload, upload } from './upload';

/** Oldest first. */
export async function campaigns(): Promise<Campaign[]> {
  return answer(await service.GET('/api/v1/campaigns')).campaigns;
}

export async function addCampaign(body: NewCampaign): Promise<Campaign> {
  return answer(await service.POST('/api/v1/campaigns', { body }));
}

export async function runs(campaign: number): Promise<Run[]> {
  return answer(await service.GET('/api/v1/runs', { params: { query: { campaign } } })).runs;
}

/** The names by which tables' columns are known. */
export async function columnMappings(): Promise<string[]> {
  const { mappings } = answer(await service.GET('/api/v1/column-mappings'));
  return mappings.map(({ name }) => name);
}

export async function importMeasurements(
  campaign: number,
  asked: Upload,
): Promise<MeasurementImport> {
  const body = await upload(`/api/v1/campaigns/${campaign}/measurements`, asked);
  return JSON.parse(await body.text());
}

export async function eraseRun(id: number, reason: string): Promise<Erased> {
  const params = { path: { id }, query: { reason } };
  return answer(await service.DELETE('/api/v1/runs/{id}', { params }));
}

/** Erases all runs of a campaign. */
export async function eraseCampaign(id: number, reason: string): Promise<Erased> {
  const params = { path: { id } };
  return answer(await service.POST('/api/v1/campaigns/{id}/erasure', { params, body: { reason } }));
}
