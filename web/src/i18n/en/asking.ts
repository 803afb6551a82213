import type { Words } from '..';

const COUNTS = ['no', 'one', 'two', 'three', 'four', 'five', 'six'];

export const asking: Words['asking'] = {
  atLeast: (count) => `At least ${count} networks`,
  atLeastExplained: (count) => `Covered is what at least ${count} of the networks cover.`,
  allNetworks: 'All networks at once',
  allNetworksExplained: 'All networks at once: covered is what every one of the networks covers.',
  several: 'Several networks …',
  severalExplained:
    'A telephone with subscriptions in several networks: covered is what any of them covers.',
  severalLegend: 'A telephone with subscriptions in',
  severalLeast: 'At least two networks. For a single one, choose the network above.',
  more: 'More choices',
  moreChosen: (count) => `More choices (${count} made)`,
  technology: 'Technology',
  anyTechnology: 'All technologies',
  onlyTechnology: (technology) => `Only ${technology}`,
  withoutTechnology: (technology) => `Without ${technology}`,
  evidence: 'Evidence',
  evidenceChoices: { claimed: 'Claimed', verified: 'Verified' },
  evidenceHelp: 'Verified: claimed, without the squares that measurements refute.',
  date: 'As it was on',
  dateHelp: (last) => `Empty: as it is now. The figures are counted to ${last}.`,
  countedTo: (last) => `The figures are counted to ${last}.`,
  dateAhead: (last) => `Choose a day not after ${last}.`,
  reset: 'Undo more choices',

  count: (count) => COUNTS[count] ?? String(count),
  or: 'or',
  evidenceOf: { claimed: 'claimed coverage', verified: 'verified coverage' },
  coverage: (evidence, from) => `${evidence} from ${from}`,
  fromAny: 'at least one network',
  fromAll: 'all networks at once',
  fromAtLeast: (count) => `at least ${count} networks`,
  fromSeveral: (names) => `${names} (at least one of them)`,
  fromOne: (name) => name,
  only: (technology) => `only ${technology}`,
  without: (technology) => `without ${technology}`,
  verified: 'verified',
  onDay: (day) => `on ${day}`,
  now: 'as it is now',
  computing: 'Computing …',
  computingDay: 'Working out how it was that day. The first time this may take a while.',

  verdictsApart:
    'The column Measured is about all that the networks claim, as it is now: it does not follow the choices of technology, evidence and day.',
  reportsApart:
    'The gap reports are about claimed coverage as it is now, by all technologies. The file of gaps follows the question.',
  mapApart: 'The map cannot show this very question yet, so its areas are switched off.',
  mapChooseZone: 'Choose a municipality in the table, and its gaps for the question are drawn.',
  mapZoneGaps: (zone) => `The map draws the question’s gaps in ${zone}.`,
  measurementsNow: 'Measurements: shown for how it is now',
};
