/** What a problem is to the reader: the service's own sentence, or a kinder one where that speaks to programs. */
import type { Problem } from '../api/problem';
import type { Language, Words } from '../i18n';

export function problemText(problem: Problem, words: Words, language: Language): string {
  const own: Record<string, string> = words.problem;
  return (
    own[problem.code] ??
    problem.sentence(language) ??
    (problem.code === 'no_connection' ? words.noConnection : words.unreadableAnswer)
  );
}

/** Why signing in at the organisation failed: the code came by the address, where anything may stand. */
export function failureText(code: string | null, failures: Words['session']['failures']): string {
  const known = code !== null && Object.hasOwn(failures, code);
  return known ? failures[code as keyof typeof failures] : failures.other;
}
