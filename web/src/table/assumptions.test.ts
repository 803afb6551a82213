import { expect, it } from 'vitest';
import type { Network } from '../api/types';
import { deliverySummary } from '../testing/deliveries';
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

it('any network spans the dates of all of them', () => {
  expect(assumptionsOf(networks, 'any', 'voice')).toEqual({
    environments: ['outdoor'],
    simulated: { first: '2026-03-01', last: '2026-10-01' },
  });
});

it('one network has its own dates', () => {
  const only = { first: '2026-09-15', last: '2026-09-15' };
  expect(assumptionsOf(networks, 'ripa', 'voice').simulated).toEqual(only);
});

it('a service that nobody delivers has no date', () => {
  expect(assumptionsOf(networks, 'any', 'data100')).toEqual({ environments: [], simulated: null });
});
