/** Deliveries as tests need them: what is not said of one is null. */
import type { Delivery, DeliveryHeader, DeliverySummary } from '../api/types';

export function deliveryHeader(stated: Partial<DeliveryHeader>): DeliveryHeader {
  return {
    ...{ carriage: null, simulation_date: null, model: null, model_version: null },
    ...{ resolution_m: null, terrain: null, terrain_vintage: null },
    ...{ clutter: null, clutter_vintage: null, receiver_height_m: null },
    ...{ body_loss_db: null, vehicle_loss_db: null, building_loss_db: null },
    ...{ location_probability: null, load: null, licence: null, secrecy: null, missing: [] },
    ...stated,
  };
}

export function deliverySummary(stated: Partial<DeliverySummary>): DeliverySummary {
  return {
    ...{ id: 1, kind: 'contract', state: 'published', network: 'ripa', technology: '4G' },
    ...{ service: 'voice', environment: 'outdoor', simulation_date: '2026-09-15' },
    ...{ received_at: '2026-09-20T08:00:00Z', file_name: 'tal.geojson', sha256: 'ab12' },
    ...{ feature_count: 10, area_m2: 1e9, error_count: 0, warning_count: 0 },
    ...{ secrecy_claimed: false, replaces: null },
    ...stated,
  };
}

export function delivery(stated: Partial<Delivery>): Delivery {
  return {
    ...deliverySummary({}),
    ...{ header: deliveryHeader({}), steps: [], findings: [], next: [] },
    ...stated,
  };
}
