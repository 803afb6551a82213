/** The question: whose coverage, by which technologies, how far trusted, on which day. */
const COUNTS = ['noll', 'ett', 'två', 'tre', 'fyra', 'fem', 'sex'];

export const asking = {
  // choices
  atLeast: (count: string) => `Minst ${count} nät`,
  atLeastExplained: (count: string) => `Täckt är det som minst ${count} av näten täcker.`,
  allNetworks: 'Alla nät samtidigt',
  allNetworksExplained: 'Alla nät samtidigt: täckt är det som vart och ett av näten täcker.',
  several: 'Flera nät …',
  severalExplained: 'En telefon med abonnemang i flera nät: täckt är det som något av dem täcker.',
  severalLegend: 'En telefon med abonnemang i',
  severalLeast: 'Minst två nät. För ett enda, välj nätet ovan.',
  more: 'Fler val',
  moreChosen: (count: number) => `Fler val (${count} valda)`,
  technology: 'Teknik',
  anyTechnology: 'Alla tekniker',
  onlyTechnology: (technology: string) => `Bara ${technology}`,
  withoutTechnology: (technology: string) => `Utan ${technology}`,
  evidence: 'Uppgift',
  evidenceChoices: { claimed: 'Redovisad', verified: 'Verifierad' },
  evidenceHelp: 'Verifierad: redovisad, utan de rutor som mätningar motbevisar.',
  date: 'Som det var den',
  dateHelp: (last: string) => `Tomt: som det är nu. Uppgifterna gäller till och med ${last}.`,
  countedTo: (last: string) => `Uppgifterna gäller till och med ${last}.`,
  dateAhead: (last: string) => `Välj en dag senast ${last}.`,
  reset: 'Återställ fler val',

  // in words
  count: (count: number) => COUNTS[count] ?? String(count),
  or: 'eller',
  evidenceOf: { claimed: 'redovisad täckning', verified: 'verifierad täckning' },
  coverage: (evidence: string, from: string) => `${evidence} från ${from}`,
  fromAny: 'minst ett nät',
  fromAll: 'alla nät samtidigt',
  fromAtLeast: (count: string) => `minst ${count} nät`,
  fromSeveral: (names: string) => `${names} (minst ett av dem)`,
  fromOne: (name: string) => name,
  only: (technology: string) => `bara ${technology}`,
  without: (technology: string) => `utan ${technology}`,
  verified: 'verifierad',
  onDay: (day: string) => `den ${day}`,
  now: 'som det är nu',
  computing: 'Räknar …',
  computingDay: 'Räknar fram hur det var den dagen. Första gången kan det ta en stund.',

  // what does not follow
  verdictsApart:
    'Kolumnen Mätning gäller nätens hela redovisning som den är nu: den följer inte valen av teknik, uppgift och dag.',
  reportsApart:
    'Bristrapporterna gäller redovisad täckning som den är nu, med alla tekniker. Filen med täckningsbrister följer frågan.',
  mapApart: 'Kartan kan inte visa just den här frågan än, så dess ytor är släckta.',
  mapChooseZone: 'Välj en kommun i tabellen, så ritas dess täckningsbrister för frågan.',
  mapZoneGaps: (zone: string) => `Kartan ritar frågans täckningsbrister i ${zone}.`,
  measurementsNow: 'Mätningar: visas för nuläget',
};
