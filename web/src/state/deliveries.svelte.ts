/** The deliveries that the reader sees, and the one that they look at. */
import * as api from '../api/deliveries';
import type { Delivery, DeliveryState, DeliverySummary } from '../api/types';
import { Answer } from './answer.svelte';

export const DELIVERY_STATES: readonly DeliveryState[] = [
  'received',
  'validated',
  'accepted',
  'published',
  'superseded',
  'rejected',
];

export const deliveries = new Answer<DeliverySummary[]>();
/** One delivery with the other versions of its claim. */
export const looked = new Answer<{ delivery: Delivery; versions: DeliverySummary[] }>();

/** What the list is narrowed to; empty: to nothing. */
export const narrowed = $state<{ network: string; state: DeliveryState | '' }>({
  network: '',
  state: '',
});

export function askDeliveries(): Promise<void> {
  return deliveries.ask(async () => (await api.deliveries()).toSorted((a, b) => b.id - a.id));
}

export function askDelivery(id: number): Promise<void> {
  return looked.ask(async () => {
    const [delivery, versions] = await Promise.all([api.delivery(id), api.versions(id)]);
    return { delivery, versions: versions.toSorted((a, b) => b.id - a.id) };
  });
}

export function narrow(all: readonly DeliverySummary[]): DeliverySummary[] {
  const { network, state } = narrowed;
  return all.filter(
    (delivery) =>
      (network === '' || delivery.network === network) &&
      (state === '' || delivery.state === state),
  );
}
