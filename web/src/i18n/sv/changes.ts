/** What has changed: between versions, since a date, and when a technology goes. */
export const change = {
  heading: 'Förändring',
  kind: 'Visa',
  kinds: {
    versions: 'Jämför versioner',
    days: 'Mellan två dagar',
    retreat: 'Tillbakadragen täckning',
    shutdown: 'Teknik som stängs',
  },
  onMap: 'Visas nu på kartan',
  lost: 'Förlorad täckning',
  gained: 'Vunnen täckning',
  cellExplained:
    'Minus: förlorat. Plus: vunnet. Små tal: före och efter, och andelen av allt som finns att täcka.',
  unchanged: 'oförändrat',
  noDemand: 'inget att täcka',
  together: 'Alla kommuner',
  sort: 'Ordning',
  sorts: {
    land_area: 'Mest förlorad yta',
    inhabitants: 'Flest invånare förlorade',
    road_length: 'Mest förlorad väg',
    places: 'Flest platser förlorade',
    name: 'Namn',
  },
  onlyChanged: 'Visa bara kommuner där något ändrats',
  nothingChanged: 'Ingenting skiljer dem åt.',
  detail: (name: string) => `${name}: vägsträckor och platser`,
  lostStretches: 'Vägsträckor som förlorat täckning',
  gainedStretches: 'Vägsträckor som vunnit täckning',
  lostPlaces: 'Platser som förlorat täckning',
  gainedPlaces: 'Platser som vunnit täckning',
  noneOfThem: 'Inga',
  more: (count: string) => `och ${count} till`,
  landDownload: 'Förlorad och vunnen yta (GeoJSON)',
  landFailed: 'Ytorna kunde inte ritas på kartan. Tabellen gäller.',

  // versions
  versionsIntro: 'Välj en redovisning och två av dess versioner.',
  claim: 'Redovisning',
  chooseClaim: 'Välj …',
  noVersions: 'Ingen redovisning har två versioner att jämföra än.',
  before: 'Före',
  after: 'Efter',
  version: (id: number, date: string, state: string) => `${id}: ${date}, ${state}`,
  simulated: (date: string) => `beräknad ${date}`,
  received: (date: string) => `mottagen ${date}`,
  sameVersion: 'Välj två olika versioner.',
  versionsCaption: (before: number, after: number) =>
    `Leverans ${before} jämförd med leverans ${after}`,

  // two days
  daysIntro:
    'Vad som har förlorats och vunnits i täckning mellan två dagar. Nät, tjänst och uppgift är sidans egen fråga.',
  fromDay: 'Från slutet av',
  toDay: 'Till slutet av',
  toNow: 'Tomt: som det är nu.',
  invalidDay: 'Ange en dag.',
  daysOrder: 'Välj en dag före den andra dagen.',
  daysWithout: (technology: string) =>
    `Två dagar kan inte jämföras utan ${technology}: jämförelsen gäller alla tekniker.`,
  daysCaption: (question: string, from: string, to: string) => `${question}: ${from} till ${to}`,
  nowWord: 'nu',
  computing: 'Jämför dagarna. Första gången kan det ta en stund.',
  basisBefore: 'Underlag före',

  // retreats
  retreatIntro:
    'Redovisningar som täcker mindre land i någon kommun än de gjorde den valda dagen, till exempel vid tilldelningen. Det som vunnits på annat håll döljer inte det som förlorats.',
  since: 'Sedan',
  invalidSince: 'Ange en dag.',
  show: 'Visa',
  retreatCaption: (date: string) => `Tillbakadragen täckning sedan ${date}`,
  noRetreats: 'Ingen redovisning har krympt sedan dess.',
  then: 'Då',
  now: 'Nu',
  municipalities: 'Kommuner som förlorat yta',
  compare: 'Jämför',
  compareVersions: (before: number, after: number) => `Jämför leverans ${before} och ${after}`,
  withoutVersion: (count: number, text: string) =>
    `${text} ${count === 1 ? 'redovisning' : 'redovisningar'} hade ingen version den dagen. Om dem går inget att säga:`,

  // shutdown
  shutdownIntro: 'Vad som finns kvar av en tjänst när en teknik stängs.',
  technology: 'Tekniken som stängs',
  shutdownCaption: (technology: string, service: string, network: string) =>
    `När ${technology} stängs: ${service}, ${network}`,
};
