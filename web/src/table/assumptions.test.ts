import { expect, it } from 'vitest';
import type { Network, Question } from '../api/types';
import { deliverySummary } from '../testing/deliveries';
import { question } from '../testing/question';
import { assumptionsOf } from './assumptions';

function network(id: string, dates: string[]): Network {
  return {
    ...{ id, name: id, colour: '#1b6ca8', demonstration: true },
    deliveries: dates.map((simulation_date, position) =>
      deliverySummary({ id: position, network: id, simulation_date }),
    ),
  };
}

const networks = [network('ripa', ['2026-09-15']), network('jarv', ['2026-03-01', '2026-10-01'])];

const NONE = { environments: [], simulated: null };

it('any network spans the dates of all of them', () => {
  expect(assumptionsOf(networks, question())).toEqual({
    environments: ['outdoor'],
    simulated: { first: '2026-03-01', last: '2026-10-01' },
  });
});

it('one network has its own dates', () => {
  const only = { first: '2026-09-15', last: '2026-09-15' };
  expect(assumptionsOf(networks, question({ network: 'ripa' })).simulated).toEqual(only);
});

it('a service that nobody delivers has no date', () => {
  expect(assumptionsOf(networks, question({ service: 'data100' }))).toEqual(NONE);
});

it.each<Partial<Question>>([{ technology: '5G' }, { without: '4G' }, { date: '2026-10-01' }])(
  'claims that %o leaves out say nothing',
  (narrowed) => expect(assumptionsOf(networks, question(narrowed))).toEqual(NONE),
);

it('several networks have the dates of these', () => {
  const both = assumptionsOf(networks, question({ network: 'ripa,jarv' })).simulated;
  expect(both).toEqual({ first: '2026-03-01', last: '2026-10-01' });
});
