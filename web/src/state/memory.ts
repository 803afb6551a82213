/** The chosen language between visits; a browser that keeps nothing loses only that. */
import type { Language } from '../i18n';

const LANGUAGE_KEY = 'tackning.lang';

export function rememberedLanguage(): string | null {
  try {
    return window.localStorage.getItem(LANGUAGE_KEY);
  } catch {
    return null;
  }
}

export function rememberLanguage(language: Language): void {
  try {
    window.localStorage.setItem(LANGUAGE_KEY, language);
  } catch {
    // Storage is switched off: the address still carries the language.
  }
}
