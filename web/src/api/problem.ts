/** What went wrong, as the service says it (problem+json) or as the connection shows it. */
import type { Language } from '../i18n';
import type { FieldProblem, Finding } from './types';

export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number | null,
    readonly sentences: { sv: string; en: string } | null,
    /** What was found in a file or said wrongly of it, where that is the reason. */
    readonly details: ProblemDetails = {},
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
  const { code, findings, fields, delivery } = body;
  const sentences = { en: english, sv: body.detail_sv ?? english };
  return new Problem(code, status, sentences, {
    ...(findings && { findings }),
    ...(fields && { fields }),
    ...(delivery && { delivery }),
  });
}

export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem('no_connection', null, null);
}

export type ProblemDetails = {
  findings?: Finding[];
  fields?: FieldProblem[];
  /** The delivery that was kept and rejected. */
  delivery?: number;
};
type ProblemBody = { code: string; detail: string; detail_sv?: string } & ProblemDetails;

function isProblemBody(body: unknown): body is ProblemBody {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;
}
