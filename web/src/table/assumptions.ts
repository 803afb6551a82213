/** Under which assumptions the claims behind a figure were made: they stand beside every share. */
import type { Environment, Network, NetworkChoice, ServiceId } from '../api/types';
import { ANY_NETWORK } from '../api/types';

export type Assumptions = {
  environments: Environment[];
  /** First and last simulation date, or null where no delivery says it. */
  simulated: { first: string; last: string } | null;
};

export function assumptionsOf(
  networks: readonly Network[],
  network: NetworkChoice,
  service: ServiceId,
): Assumptions {
  const deliveries = networks
    .filter(({ id }) => network === ANY_NETWORK || id === network)
    .flatMap((asked) => asked.deliveries)
    .filter((delivery) => delivery.service === service);
  const dates = deliveries
    .map((delivery) => delivery.simulation_date)
    .filter((date) => date !== null)
    .sort();
  const [first, last] = [dates[0], dates.at(-1)];
  return {
    environments: [...new Set(deliveries.map((delivery) => delivery.environment))],
    simulated: first && last ? { first, last } : null,
  };
}
