/** The demonstration's tokens: printed when it starts, one for each role. */
import { readFileSync } from 'node:fs';

export type Holder =
  | 'reader'
  | 'regional_developer'
  | 'procurer'
  | 'operator ripa'
  | 'operator tjader'
  | 'administrator';

export function tokenOf(holder: Holder): string {
  const log = process.env['TACKNING_LOG'];
  if (!log) throw new Error('set TACKNING_LOG to what the demonstration printed at its start');
  const line = readFileSync(log, 'utf8')
    .split('\n')
    .find((printed) => printed.trim().startsWith(`${holder} `) && printed.includes('tck_'));
  const token = line?.trim().split(/\s+/).at(-1);
  if (!token) throw new Error(`the demonstration printed no token for ${holder}`);
  return token;
}
