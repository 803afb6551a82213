import { expect, it } from 'vitest';
import { wordsOf } from '../i18n';
import { Draft, NO_NETWORK } from './draft.svelte';

const words = wordsOf('sv');
const now = new Date(2026, 10, 22, 12, 0);

function draft(changed: Partial<Draft> = {}): Draft {
  return Object.assign(new Draft(now), { lon: '19,5', lat: '65,1' }, changed);
}

it('a whole draft becomes a report', () => {
  const checked = draft({ text: ' bröts ', network: 'ripa' }).check(now, words);
  expect(checked).toEqual({
    report: {
      geometry: { type: 'Point', coordinates: [19.5, 65.1] },
      ...{ network: 'ripa', service: 'voice', environment: 'outdoor', text: 'bröts' },
      observed_at: now.toISOString(),
    },
  });
});

it('no network works is null for the service', () => {
  const checked = draft({ network: NO_NETWORK }).check(now, words);
  expect(checked).toHaveProperty('report.network', null);
});

it('every field that is wrong is named at once', () => {
  const checked = draft({ lon: '', lat: '91', observedAt: '' }).check(now, words);
  expect(checked).toEqual({
    errors: {
      lon: words.invalidLongitude,
      lat: words.invalidLatitude,
      observedAt: words.invalidWhen,
    },
  });
});

it('the future is refused', () => {
  const checked = draft({ observedAt: '2026-11-22T12:01' }).check(now, words);
  expect(checked).toEqual({ errors: { observedAt: words.whenInFuture } });
});

it('an address goes with the report where one is given', () => {
  expect(draft({ email: ' ' }).contact('sv')).toEqual({});
  const contact = { email: 'anna@example.org', language: 'en' };
  expect(draft({ email: ' anna@example.org ' }).contact('en')).toEqual({ contact });
});
