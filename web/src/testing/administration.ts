/** Made-up tokens and what their roles may do. */
import type { RolePermissions, Token } from '../api/types';

export const rolePermissions: RolePermissions[] = [
  { role: 'reader', permissions: [] },
  { role: 'procurer', permissions: ['read_deliveries', 'decide_deliveries', 'write_requirements'] },
  { role: 'operator', permissions: ['read_deliveries', 'deliver'] },
];

export function token(changes: Partial<Token>): Token {
  return {
    ...{ id: 1, name: 'Skript', role: 'procurer', permissions: [], networks: [] },
    ...{ organisation: null, state: 'active', demonstration: false },
    ...{ created_at: '2026-11-22T10:00:00Z', created_by: 'command line' },
    ...{ expires_at: null, revoked_at: null, last_used_at: null },
    ...changes,
  };
}
