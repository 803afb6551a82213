/** Why the service cannot use one's own area, for the field where it was given. */
import { type AskedArea, ownArea } from './ownArea.svelte';
import { problemText } from './problemText';
import { view } from './view.svelte';

export function refusalText(from: AskedArea['from']): string | null {
  const { refusal } = ownArea;
  if (refusal?.from !== from) return null;
  const { words, language } = view;
  return `${words.ownArea.refused}: ${problemText(refusal.problem, words, language)}`;
}
