/** What the contract asks for: text and rule, verdicts, and the market before a tender. */
import { answer, service } from './service';
import type {
  Evaluation,
  RequirementDocument,
  RequirementDraft,
  RequirementTemplate,
  Sounding,
  StoredRequirement,
} from './types';

export async function requirements(): Promise<StoredRequirement[]> {
  return answer(await service.GET('/api/v1/requirements')).requirements as StoredRequirement[];
}

export async function evaluation(id: number): Promise<Evaluation> {
  const path = { id };
  const found = await service.GET('/api/v1/requirements/{id}/evaluation', { params: { path } });
  return answer(found) as Evaluation;
}

/** Every threshold at once: nothing is asked again while one tries them. */
export async function sounding(id: number): Promise<Sounding> {
  const path = { id };
  return answer(await service.GET('/api/v1/requirements/{id}/sounding', { params: { path } }));
}

export async function draftSounding(body: RequirementDocument): Promise<Sounding> {
  return answer(await service.POST('/api/v1/requirement-drafts/sounding', { body }));
}

/** The text of a requirement that isn't stored. */
export async function requirementDraft(body: RequirementDocument): Promise<RequirementDraft> {
  return answer(await service.POST('/api/v1/requirement-drafts', { body }));
}

export async function addRequirement(body: RequirementDocument): Promise<StoredRequirement> {
  return answer(await service.POST('/api/v1/requirements', { body })) as StoredRequirement;
}

export async function requirementTemplates(): Promise<RequirementTemplate[]> {
  return answer(await service.GET('/api/v1/requirement-templates')).templates;
}

export function verdictTableUrl(id: number, format: 'csv' | 'failing_csv'): string {
  return `/api/v1/requirements/${id}/evaluation?format=${format}`;
}
