/** Reports that wait for a moderator, and cases in which something is due. */
import { answer, service } from './service';
import type { DueCase, WaitingReport } from './types';

/** Oldest first. */
export async function waitingReports(): Promise<WaitingReport[]> {
  const { reports } = answer(await service.GET('/api/v1/dead-zones/waiting'));
  return reports as unknown as WaitingReport[];
}

export type ModerationDecision = 'approve' | 'dismiss';

export async function moderate(
  number: number,
  decision: ModerationDecision,
  reason: string,
): Promise<void> {
  const asked = { params: { path: { number } }, body: { decision, reason: reason || null } };
  answer(await service.POST('/api/v1/dead-zones/{number}/moderation', asked));
}

/** What is due first comes first; an operator's are those of its own networks. */
export async function dueCases(): Promise<DueCase[]> {
  return answer(await service.GET('/api/v1/due-cases')).cases;
}
