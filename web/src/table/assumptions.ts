/** Under which assumptions the claims behind a figure were made: they stand beside every share. */
import type { Environment, Network, Question } from '../api/types';
import { restsOn } from './question';

export type Assumptions = {
  environments: Environment[];
  /** First and last simulation date, or null where no delivery says it. */
  simulated: { first: string; last: string } | null;
};

/** None for an earlier day: the deliveries at hand are those of now, and the inputs name the others. */
export function assumptionsOf(networks: readonly Network[], question: Question): Assumptions {
  const { network, service, technology, without, date } = question;
  const asked = restsOn(
    network,
    networks.map(({ id }) => id),
  );
  const deliveries = networks
    .filter(({ id }) => date === null && asked.includes(id))
    .flatMap((network) => network.deliveries)
    .filter((delivery) => delivery.service === service && delivery.technology !== without)
    .filter((delivery) => technology === null || delivery.technology === technology);
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
