/** The answer about an area of one's own as tests need it. */
import type { OwnZone } from '../api/types';
import { basis, zoneGaps } from './figures';

export function ownZone(networks: readonly string[]): OwnZone {
  const zone = { code: 'own', name: '', kind: 'own' };
  return {
    question: {
      ...{ network: null, service: 'voice', technology: null, without_technology: null },
      ...{ environment: null, evidence: null, date: null },
    },
    basis: {
      ...basis,
      inputs: [...basis.inputs, { kind: 'zone', name: 'Slingan, "norra"', sha256: 'cd34' }],
    },
    ...{ zone, area_m2: 1.1e9, land_m2: 1e9 },
    municipalities: [{ code: '2480', name: 'Umeå', kind: 'municipality' }],
    supplies: networks.map((network) => ({ network, figures: zoneGaps('own', '', 0.9) })),
  };
}
