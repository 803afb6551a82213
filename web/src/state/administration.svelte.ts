/** What an administrator has asked for; a part is asked for when it is shown. */
import * as api from '../api/administration';
import type {
  AuditRow,
  Organisation,
  Permission,
  Person,
  Profile,
  Role,
  RolePermissions,
  Token,
} from '../api/types';
import { Answer } from './answer.svelte';

export const organisations = new Answer<Organisation[]>();
export const people = new Answer<Person[]>();
export const roles = new Answer<RolePermissions[]>();
export const tokens = new Answer<Token[]>();
export const profiles = new Answer<Profile[]>();
export const audit = new Answer<{ rows: AuditRow[]; next: number | null }>();

export function askOrganisations(): Promise<void> {
  return organisations.ask(api.organisations);
}

export function askPeople(): Promise<void> {
  return people.ask(api.people);
}

export function askRoles(): Promise<void> {
  return roles.ask(api.roles);
}

/** Those made last stand first. */
export function askTokens(): Promise<void> {
  return tokens.ask(async () => (await api.tokens()).toReversed());
}

/** The one in force stands first. */
export function askProfiles(): Promise<void> {
  return profiles.ask(async () => (await api.profiles()).toReversed());
}

export function askAudit(): Promise<void> {
  return audit.ask(async () => page(await api.audit(null)));
}

/** The rows before the oldest that is shown, after it. */
export function askOlderAudit(): Promise<void> {
  const shown = audit.value;
  if (!shown?.next) return Promise.resolve();
  return audit.ask(async () => {
    const older = page(await api.audit(shown.next));
    return { rows: [...shown.rows, ...older.rows], next: older.next };
  });
}

export function organisationName(id: number | null): string | null {
  return organisations.value?.find((known) => known.id === id)?.name ?? null;
}

/** Empty, too, while it is not known. */
export function permissionsOf(role: Role): Permission[] {
  return roles.value?.find((known) => known.role === role)?.permissions ?? [];
}

/** Whether a token's scopes leave it all that its role has; not so while that is not known. */
export function mayAll({ role, permissions }: Token): boolean {
  return permissions.length === permissionsOf(role).length;
}

function page({ rows, next_before }: Awaited<ReturnType<typeof api.audit>>) {
  return { rows, next: next_before };
}
