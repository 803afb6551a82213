/** Networks beside each other, by claimed coverage outdoors. */
import { answer, service } from './service';
import type { NetworkPairs, NetworkRankings, ServiceId } from './types';

export async function networkRankings(asked: ServiceId): Promise<NetworkRankings> {
  const params = { query: { service: asked } };
  return answer(await service.GET('/api/v1/network-rankings', { params }));
}

export async function networkPairs(asked: ServiceId): Promise<NetworkPairs> {
  const params = { query: { service: asked } };
  return answer(await service.GET('/api/v1/network-pairs', { params }));
}
