import { render } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import { LANGUAGES } from '../i18n';
import { view } from '../state/view.svelte';
import StateMark, { SHOWN_STATES } from './StateMark.svelte';

it.each(LANGUAGES)('five states are five shapes and five words in $name', ({ id }) => {
  view.language = id;
  const marks = SHOWN_STATES.map((state) => render(StateMark, { state }).container);
  const words = marks.map((mark) => mark.textContent?.trim());
  const shapes = marks.map((mark) => mark.querySelector('path')?.getAttribute('d'));
  expect(new Set(words).size).toBe(SHOWN_STATES.length);
  expect(new Set(shapes).size).toBe(SHOWN_STATES.length);
});
