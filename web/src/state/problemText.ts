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
