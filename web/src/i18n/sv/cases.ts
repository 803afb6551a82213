/** For those who look after reported dead zones: the moderators' queue and what is due. */
import type { DueKind } from '../../api/types';

export const cases = {
  queueHeading: 'Anmälningar att granska',
  queueHelp:
    'Anmälningar från dem som inte är inloggade. Texten visas för andra när du har godkänt den.',
  queueEmpty: 'Inga anmälningar väntar på granskning.',
  reportNumber: (number: string) => `Anmälan ${number}`,
  approve: 'Godkänn',
  approved: (number: string) => `Anmälan ${number} är godkänd.`,
  dismiss: 'Avfärda',
  dismissed: (number: string) => `Anmälan ${number} är avfärdad.`,
  dismissHeading: (number: string) => `Avfärda anmälan ${number}`,
  dismissConsequence:
    'Anmälan sparas men visas och räknas inte. Skälet står i ändringsloggen och visas inte för den som anmälde.',
  reasonMissing: 'Skriv varför anmälan avfärdas.',
  dueHeading: 'Ärenden med sista dag',
  dueEmpty: 'Inget ärende väntar på något med sista dag.',
  case: 'Ärende',
  dueOn: 'Senast',
  what: 'Vad',
  late: 'försenat',
  dueKind: {
    answer: 'operatörens svar',
    new_map: 'rättad redovisning',
    plan: 'utlovad utbyggnad',
    measurement: 'mätning',
  } satisfies Record<DueKind, string>,
};
