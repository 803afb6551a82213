/** What went wrong, as the service says it (problem+json) or as the connection shows it. */
import type { Language } from '../i18n';

export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number | null,
    readonly sentences: { sv: string; en: string } | null,
  ) {
    super(sentences?.en ?? code);
    this.name = 'Problem';
  }

  /** The service's own sentence, or null when the service did not answer. */
  sentence(language: Language): string | null {
    return this.sentences?.[language] ?? null;
  }
}

export function problemFrom(body: unknown, status: number): Problem {
  if (!isProblemBody(body)) return new Problem('unreadable_answer', status, null);
  const english = body.detail;
  return new Problem(body.code, status, { en: english, sv: body.detail_sv ?? english });
}

export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem('no_connection', null, null);
}

type ProblemBody = { code: string; detail: string; detail_sv?: string };

function isProblemBody(body: unknown): body is ProblemBody {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;
}
