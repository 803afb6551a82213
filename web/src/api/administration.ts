/** Organisations, people, tokens, profiles and the audit trail: what an administrator sees and changes. */
import { answer, service } from './service';
import type {
  AuditPage,
  IssuedToken,
  NewOrganisation,
  NewToken,
  Organisation,
  Person,
  PersonChange,
  Profile,
  ProfileDocument,
  RolePermissions,
  Token,
} from './types';

export async function organisations(): Promise<Organisation[]> {
  return answer(await service.GET('/api/v1/organisations')).organisations;
}

export async function addOrganisation(body: NewOrganisation): Promise<Organisation> {
  return answer(await service.POST('/api/v1/organisations', { body }));
}

export async function people(): Promise<Person[]> {
  return answer(await service.GET('/api/v1/people')).people;
}

export async function changePerson(id: number, body: PersonChange): Promise<Person> {
  return answer(await service.PATCH('/api/v1/people/{id}', { params: { path: { id } }, body }));
}

/** What each role may do. */
export async function roles(): Promise<RolePermissions[]> {
  return answer(await service.GET('/api/v1/roles')).roles;
}

export async function tokens(): Promise<Token[]> {
  return answer(await service.GET('/api/v1/tokens')).tokens;
}

export async function addToken(body: NewToken): Promise<IssuedToken> {
  return answer(await service.POST('/api/v1/tokens', { body }));
}

export async function revokeToken(id: number): Promise<Token> {
  return answer(await service.DELETE('/api/v1/tokens/{id}', { params: { path: { id } } }));
}

export async function profiles(): Promise<Profile[]> {
  return answer(await service.GET('/api/v1/profiles')).profiles;
}

export async function addProfile(body: ProfileDocument): Promise<Profile> {
  return answer(await service.POST('/api/v1/profiles', { body }));
}

/** Newest first; `before` is the number of the oldest row that is there already. */
export async function audit(before: number | null): Promise<AuditPage> {
  const query = before === null ? {} : { before };
  return answer(await service.GET('/api/v1/audit', { params: { query } }));
}
