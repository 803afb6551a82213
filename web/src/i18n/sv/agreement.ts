/** Ramavtalet: tak, avrop och vad inköpen väger. */
import type { CeilingWarning } from '../../api/types';

export const agreement = {
  section: 'Ramavtal',
  heading: 'Ramavtal',
  intro:
    'Ett ramavtal upphör när dess högsta värde är nått. Här räknas avropen mot taket; tjänsten varnar vid 80 och 95 procent och hindrar ingenting.',
  none: 'Inget ramavtal är inlagt.',
  choose: 'Avtal',

  calledOff: 'Avropat',
  left: 'Kvar till taket',
  ceiling: 'Tak',
  ofCeiling: (calledOff: string, ceiling: string, share: string) =>
    `${calledOff} av ${ceiling} är avropat (${share}).`,
  warning: {
    none: 'Taket är långt borta.',
    near: 'Mer än 80 procent av taket är avropat.',
    very_near: 'Mer än 95 procent av taket är avropat.',
    reached: 'Taket är nått.',
  } satisfies Record<CeilingWarning, string>,
  forecast: (day: string, years: string, aYear: string) =>
    `I samma takt, ${aYear} om året, nås taket ${day}, om ${years} år.`,
  beyond: (years: string, aYear: string) =>
    `I samma takt, ${aYear} om året, nås taket om ${years} år.`,
  basis: {
    last_twelve_months: 'Takten är de senaste tolv månadernas.',
    expected: 'Takten är den som avtalet väntar sig, eftersom det är yngre än ett år.',
  },
  noForecast: 'Det finns inget att räkna en dag ur.',
  endsOn: (day: string) => `Avtalet slutar senast ${day}.`,

  organisations: 'Organisationer som får avropa',
  noOrganisations: 'Ingen organisation får avropa ännu.',
  organisation: 'Organisation',
  powerOfAttorney: 'Fullmakt',
  noPower: 'saknas',
  total: 'Alla år',
  everybody: 'Alla',

  lever: 'Vad inköpen väger',
  leverHelp:
    'Så mycket av det senaste årets avrop görs av organisationer med egna platser eller rutter som nätet inte täcker.',
  network: 'Nät',
  environment: 'Miljö',
  buyers: 'Organisationer',
  nobody: 'ingen',

  add: 'Lägg till avrop',
  table: 'Från en fil',
  file: 'CSV-fil',
  fileHelp:
    'Kolumner: organisationsnummer, datum, belopp, leverantör och referens. Samma fil kan lämnas igen: en referens räknas en gång.',
  fileMissing: 'Välj en fil.',
  one: 'Ett avrop',
  number: 'Organisationsnummer',
  day: 'Dag',
  amount: 'Belopp i kronor, utan moms',
  amountHelp: 'En rättelse skrivs med minustecken.',
  supplier: 'Leverantör',
  reference: 'Referens',
  send: 'Lämna in',
  taken: (taken: string, there: string) => `${taken} avrop är mottagna, ${there} fanns redan.`,
  refused: 'Rader som inte kunde tas emot',
  row: 'Rad',
  reason: 'Skäl',

  entitle: 'Ge en organisation rätt att avropa',
  powerDay: 'Fullmakten gavs',
  powerHelp: 'Tomt: fullmakt saknas.',
  entitled: (number: string) => `${number} får avropa.`,
  save: 'Spara',

  begin: 'Lägg in ett ramavtal',
  name: 'Namn',
  ceilingField: 'Tak i kronor, utan moms',
  expected: 'Väntat på ett år, kronor',
  begins: 'Första dagen',
  ends: 'Sista dagen',
  endsHelp: 'Tomt: bara taket avslutar avtalet.',
  begun: (name: string) => `${name} är inlagt.`,
};
