import { render, screen } from '@testing-library/svelte';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Token } from '../../api/types';
import { roles } from '../../state/administration.svelte';
import { view } from '../../state/view.svelte';
import { rolePermissions, token } from '../../testing/administration';
import TokenTable from './TokenTable.svelte';

beforeEach(() => {
  view.language = 'sv';
  roles.value = rolePermissions;
});

function shown(changes: Partial<Token>): string {
  render(TokenTable, { tokens: [token(changes)], onRevoke: vi.fn() });
  return screen.getByRole('row', { name: /Skript/ }).textContent?.replace(/\s+/g, ' ') ?? '';
}

it('a token that nobody has narrowed may all that its role may', () => {
  expect(shown({ role: 'operator', permissions: ['read_deliveries', 'deliver'] })).toContain(
    'Allt som rollen får',
  );
});

it('a narrowed token says what it may', () => {
  expect(shown({ permissions: ['read_deliveries', 'write_requirements'] })).toContain(
    'läsa leveranser som inte är publicerade, lägga krav',
  );
});

it('a token without permissions only reads', () => {
  expect(shown({ permissions: [] })).toContain('Läsa det som är publicerat');
});

it('while it is not known what roles may, every permission is named', () => {
  roles.clear();
  expect(shown({ role: 'operator', permissions: ['read_deliveries', 'deliver'] })).toContain(
    'läsa leveranser som inte är publicerade, lämna in täckning',
  );
});
