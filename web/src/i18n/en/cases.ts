/** For those who look after reported dead zones: the moderators' queue and what is due. */
export const cases = {
  queueHeading: 'Reports to look at',
  queueHelp:
    'Reports by those who are not signed in. The text is shown to others once you have approved it.',
  queueEmpty: 'No reports wait for a moderator.',
  reportNumber: (number: string) => `Report ${number}`,
  approve: 'Approve',
  approved: (number: string) => `Report ${number} is approved.`,
  dismiss: 'Dismiss',
  dismissed: (number: string) => `Report ${number} is dismissed.`,
  dismissHeading: (number: string) => `Dismiss report ${number}`,
  dismissConsequence:
    'The report is kept, but neither shown nor counted. The reason stays in the audit trail and is not shown to the reporter.',
  reasonMissing: 'Write why the report is dismissed.',
  dueHeading: 'Cases with a deadline',
  dueEmpty: 'No case waits for anything with a deadline.',
  case: 'Case',
  dueOn: 'By',
  what: 'What',
  late: 'late',
  dueKind: {
    answer: 'the operator’s answer',
    new_map: 'corrected claim',
    plan: 'promised coverage',
    measurement: 'measurement',
  },
};
