import { expect, it } from 'vitest';
import type { Network } from '../api/types';
import { assumptionsOf } from './assumptions';

function network(id: string, dates: string[]): Network {
  return {
    ...{ id, name: id, colour: '#1b6ca8', demonstration: true },
    deliveries: dates.map((simulation_date, position) => ({
      ...{ id: position, network: id, technology: '4G', service: 'voice', environment: 'outdoor' },
      ...{ simulation_date, received_at: '2026-10-01T00:00:00Z', sha256: 'ab' },
      ...{ feature_count: 1, finding_count: 0 },
    })),
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
