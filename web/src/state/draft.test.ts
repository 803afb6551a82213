import { expect, it } from 'vitest';
import { wordsOf } from '../i18n';
import { Draft } from './draft.svelte';

const words = wordsOf('sv');
const now = new Date(2026, 10, 22, 12, 0);

function draft(changed: Partial<Draft> = {}): Draft {
  return Object.assign(new Draft(now), { lon: '19,5', lat: '65,1', failing: ['calls'] }, changed);
}

it('a whole draft becomes a report of this moment', () => {
  const checked = draft({ text: ' bröts ', networks: ['ripa'], recurrence: 'always' }).check(
    now,
    words,
  );
  expect(checked).toEqual({
    report: {
      geometry: { type: 'Point', coordinates: [19.5, 65.1] },
      ...{ networks: ['ripa'], failing: ['calls'], environment: 'outdoor', text: 'bröts' },
      ...{ observed_at: now.toISOString(), recurrence: 'always' },
    },
  });
});

it('every field that is wrong is named at once', () => {
  const wrong = { lon: '', lat: '91', failing: [], now: false, observedAt: '' };
  expect(draft(wrong).check(now, words)).toEqual({
    errors: {
      lon: words.invalidLongitude,
      lat: words.invalidLatitude,
      failing: words.report.failingMissing,
      observedAt: words.invalidWhen,
    },
  });
});

it('the future is refused', () => {
  const checked = draft({ now: false, observedAt: '2026-11-22T12:01' }).check(now, words);
  expect(checked).toEqual({ errors: { observedAt: words.whenInFuture } });
});

it('positions become a stretch or an area, once there are enough', () => {
  const drawn = draft({ shape: 'line', lon: '', lat: '' });
  drawn.place({ lon: 20, lat: 65 }, 'sv');
  expect(drawn.check(now, words)).toEqual({ errors: { points: words.report.tooFew('2') } });
  Object.assign(drawn, { lon: '20,1', lat: '65' });
  expect(drawn.add(words)).toEqual({});
  const way = [
    [20, 65],
    [20.1, 65],
  ];
  expect(drawn.check(now, words)).toHaveProperty('report.geometry', {
    type: 'LineString',
    coordinates: way,
  });
  drawn.shape = 'area';
  drawn.place({ lon: 20, lat: 65.1 }, 'sv');
  const ring = [...way, [20, 65.1], [20, 65]];
  expect(drawn.check(now, words)).toHaveProperty('report.geometry.coordinates', [ring]);
  drawn.undo();
  expect(drawn.points).toHaveLength(2);
  expect(drawn.add(words)).toEqual({ lon: words.invalidLongitude, lat: words.invalidLatitude });
});

it('a report that is taken back into the form is the same report', () => {
  for (const shape of ['point', 'area'] as const) {
    const first = draft({ shape, text: 'Vid bron', networks: ['jarv'], recurrence: 'once' });
    first.points = [
      { lon: 20, lat: 65 },
      { lon: 21, lat: 65 },
      { lon: 21, lat: 66 },
    ];
    const checked = first.check(now, words);
    if (!('report' in checked)) throw new Error('the draft is whole');
    const again = new Draft(new Date(0));
    again.load(checked.report, 'sv');
    expect(again.check(now, words)).toEqual(checked);
  }
});

it('an address goes with the report where one is given', () => {
  expect(draft({ email: ' ' }).contact('sv')).toEqual({});
  const contact = { email: 'anna@example.org', language: 'en' };
  expect(draft({ email: ' anna@example.org ' }).contact('en')).toEqual({ contact });
});
