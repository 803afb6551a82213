import { expect, it } from 'vitest';
import { wordsOf } from '../i18n';
import { deliveryHeader } from '../testing/deliveries';
import { actorText, headerFacts } from './delivery';

const words = wordsOf('sv');

function facts(header: Parameters<typeof headerFacts>[0], environment: 'outdoor' | 'indoor') {
  const found = headerFacts(header, environment, words, 'sv');
  return Object.fromEntries(found.map(({ field, value }) => [field, value]));
}

it('what is stated has its unit, what is not stays unsaid', () => {
  const shown = facts(
    deliveryHeader({
      resolution_m: 50,
      receiver_height_m: 1.5,
      body_loss_db: 3,
      load: 0.5,
      location_probability: 0.955,
    }),
    'outdoor',
  );
  expect(shown['resolution_m']).toBe('50\u00a0m');
  expect(shown['receiver_height_m']).toBe('1,5\u00a0m');
  expect(shown['body_loss_db']).toBe('3\u00a0dB');
  expect(shown['load']).toBe('50\u00a0%');
  expect(shown['location_probability']).toBe('95,5\u00a0%');
  expect(shown['model']).toBeNull();
});

it('zero is stated, too', () => {
  expect(facts(deliveryHeader({ body_loss_db: 0 }), 'outdoor')['body_loss_db']).toBe('0\u00a0dB');
});

it('a building counts where one is inside, and wherever it is stated', () => {
  expect(facts(deliveryHeader({}), 'outdoor')).not.toHaveProperty('building_loss_db');
  expect(facts(deliveryHeader({}), 'indoor')['building_loss_db']).toBeNull();
  const stated = deliveryHeader({ building_loss_db: 12 });
  expect(facts(stated, 'outdoor')['building_loss_db']).toBe('12\u00a0dB');
});

it.each([
  ['command line', 'kommandoraden'],
  ['person 3 (procurer)', 'person 3 (upphandlare)'],
  ['token 12 (operator)', 'nyckel 12 (operatör)'],
  ['something else', 'something else'],
])('%s is %s', (actor, expected) => {
  expect(actorText(actor, words)).toBe(expected);
});
