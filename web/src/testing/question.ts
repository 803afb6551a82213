/** A question as tests need it: as it stands when nobody has chosen anything. */
import type { Question } from '../api/types';
import { plainQuestion } from '../table/question';

export function question(changes: Partial<Question> = {}): Question {
  return { ...plainQuestion('any', 'voice'), ...changes };
}
