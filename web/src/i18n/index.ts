/** Two languages with the same words: Swedish first. */
import { en } from './en';
import { sv } from './sv';

export type Words = typeof sv;
export type Language = 'sv' | 'en';
export const LANGUAGES: readonly { id: Language; name: string }[] = [
  { id: 'sv', name: 'Svenska' },
  { id: 'en', name: 'English' },
];

const dictionary: Record<Language, Words> = { sv, en };

export function wordsOf(language: Language): Words {
  return dictionary[language];
}

export function isLanguage(text: string | null): text is Language {
  return text === 'sv' || text === 'en';
}
