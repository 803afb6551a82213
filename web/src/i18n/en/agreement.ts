import type { Words } from '..';

export const agreement: Words['agreement'] = {
  section: 'Agreement',
  heading: 'Framework agreement',
  intro:
    'A framework agreement ends when its highest value is reached. Call-offs are counted against the ceiling here; the service warns at 80 and 95 per cent and refuses nothing.',
  none: 'There is no framework agreement.',
  choose: 'Agreement',

  calledOff: 'Called off',
  left: 'Left of the ceiling',
  ceiling: 'Ceiling',
  ofCeiling: (calledOff, ceiling, share) => `${calledOff} of ${ceiling} is called off (${share}).`,
  warning: {
    none: 'The ceiling is far away.',
    near: 'More than 80 per cent of the ceiling is called off.',
    very_near: 'More than 95 per cent of the ceiling is called off.',
    reached: 'The ceiling is reached.',
  },
  forecast: (day, years, aYear) =>
    `At the same pace, ${aYear} a year, the ceiling is reached on ${day}, in ${years} years.`,
  beyond: (years, aYear) =>
    `At the same pace, ${aYear} a year, the ceiling is reached in ${years} years.`,
  basis: {
    last_twelve_months: 'The pace is that of the last twelve months.',
    expected: 'The pace is what the agreement expects, since it is younger than a year.',
  },
  noForecast: 'There is nothing to forecast a day by.',
  endsOn: (day) => `The agreement ends on ${day} at the latest.`,

  organisations: 'Organisations that may call off',
  noOrganisations: 'No organisation may call off yet.',
  organisation: 'Organisation',
  powerOfAttorney: 'Power of attorney',
  noPower: 'none',
  total: 'All years',
  everybody: 'All',

  lever: 'What the call-offs weigh',
  leverHelp:
    'So much of the last year’s call-offs is made by organisations with places or routes of their own that the network doesn’t cover.',
  network: 'Network',
  environment: 'Environment',
  buyers: 'Organisations',
  nobody: 'nobody',

  add: 'Add call-offs',
  table: 'From a file',
  file: 'CSV file',
  fileHelp:
    'Columns: organisation (its number), day, amount_sek, supplier and reference. A file can be sent again: a reference is counted once.',
  fileMissing: 'Choose a file.',
  one: 'One call-off',
  number: 'Organisation number',
  day: 'Day',
  amount: 'Amount in kronor, without VAT',
  amountHelp: 'A correction is written with a minus sign.',
  supplier: 'Supplier',
  reference: 'Reference',
  send: 'Hand in',
  taken: (taken, there) => `${taken} call-offs are taken, ${there} were there already.`,
  refused: 'Rows that couldn’t be taken',
  row: 'Row',
  reason: 'Reason',

  entitle: 'Entitle an organisation to call off',
  powerDay: 'Power of attorney given on',
  powerHelp: 'Empty: there is none.',
  entitled: (number) => `${number} may call off.`,
  save: 'Save',

  begin: 'Add a framework agreement',
  name: 'Name',
  ceilingField: 'Ceiling in kronor, without VAT',
  expected: 'Expected in a year, kronor',
  begins: 'First day',
  ends: 'Last day',
  endsHelp: 'Empty: only the ceiling ends the agreement.',
  begun: (name) => `${name} is added.`,
};
