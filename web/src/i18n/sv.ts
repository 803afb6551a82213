/** The page's words in Swedish: the first language, and the list of what must be said. */
import type { CaseState } from '../api/types';
import { administration } from './sv/administration';
import { agreement } from './sv/agreement';
import { asking } from './sv/asking';
import { campaigns } from './sv/campaigns';
import { cases } from './sv/cases';
import { change } from './sv/changes';
import { demandDetail } from './sv/demand';
import { delivery } from './sv/deliveries';
import { gapReports } from './sv/gapReports';
import { gaps } from './sv/gaps';
import { handIn } from './sv/handIn';
import { ownArea } from './sv/ownArea';
import { plan } from './sv/plan';
import { report } from './sv/report';
import { requirement } from './sv/requirements';
import { problem, session } from './sv/session';
import { sideBySide } from './sv/sideBySide';
import { verification } from './sv/verification';

export const sv = {
  // in files of their own
  ...{ administration, agreement, asking, campaigns, cases, change, delivery, demandDetail },
  ...{
    gapReports,
    gaps,
    handIn,
    ownArea,
    plan,
    problem,
    report,
    requirement,
    session,
    sideBySide,
    verification,
  },

  // the frame
  title: 'Täckning',
  subtitle: 'Mobiltäckning som redovisas, mäts och upplevs',
  skipToTable: 'Hoppa till uppgifterna',
  language: 'Språk',
  demonstration: 'Demonstration: nät, täckning och mätningar är påhittade',
  loading: 'Hämtar …',
  retry: 'Försök igen',
  noConnection: 'Tjänsten svarar inte. Kontrollera anslutningen och försök igen.',
  unreadableAnswer: 'Tjänsten svarade på ett sätt som inte går att läsa.',

  // the question
  question: 'Fråga',
  network: 'Nät',
  anyNetwork: 'Samtliga nät',
  anyNetworkExplained: 'Samtliga nät: täckt är det som minst ett av näten täcker.',
  service: 'Tjänst',

  // sections
  sections: 'Uppgifter',
  sectionZones: 'Kommuner',
  sectionPlace: 'Plats',
  sectionDeadZones: 'Vita fläckar',
  sectionRequirements: 'Krav',
  sectionDeliveries: 'Leveranser',
  sectionChanges: 'Förändring',
  sectionAdministration: 'Administration',

  // the map
  map: 'Karta. Piltangenter flyttar, plus och minus zoomar, Retur frågar vem som täcker i mitten.',
  mapLoading: 'Hämtar kartan …',
  mapFailed:
    'Kartan kan inte ritas i den här webbläsaren (den behöver WebGL). Allt kartan visar finns i tabellerna, och alla frågor och anmälningar går att göra utan den.',
  sources: 'Källor',
  layers: 'Visa på kartan',
  layerCoverage: 'Redovisad täckning',
  layerCoverageAny: 'Redovisad täckning, mörkare där fler nät täcker',
  layerGaps: 'Täckningsbrister',
  layerMeasurements: 'Mätningar',
  layerMeasurementsAny: 'Mätningar: välj ett nät',
  layerDeadZones: 'Vita fläckar',
  layerPlaces: 'Platser',
  layerRoads: 'Vägar',
  zoomIn: 'Zooma in',
  zoomOut: 'Zooma ut',
  resetBearing: 'Vänd norr uppåt',
  twoFingers: 'Flytta kartan med två fingrar',
  controlScroll: 'Håll Ctrl och rulla för att zooma',
  commandScroll: 'Håll ⌘ och rulla för att zooma',

  // the five states
  state: {
    confirmed: 'Bekräftad',
    refuted: 'Motbevisad',
    inconclusive: 'Osäker',
    not_measured: 'Ej mätt',
    not_claimed: 'Ej redovisad',
  },
  claimed: 'Redovisad',
  measured: 'Uppmätt',

  // municipalities
  zonesHeading: 'Täckning per kommun',
  zonesCaption: (service: string, network: string) => `${service}, ${network}`,
  municipality: 'Kommun',
  verdict: 'Mätning',
  landArea: 'Yta',
  inhabitants: 'Invånare',
  roads: 'Väg',
  places: 'Platser',
  longestGap: 'Längsta avbrott',
  partialNotSpot: 'Delvis täckt',
  partialNotSpotExplained: 'Landyta som något nät men inte alla täcker',
  totalNotSpot: 'Utan nät',
  totalNotSpotExplained: 'Landyta som inget nät täcker',
  cellExplained:
    'Stort tal: täckt andel. Litet tal: det som saknas. Kolumnerna Delvis täckt och Utan nät är andelar av landytan över alla nät.',
  sortBy: (column: string) => `Sortera efter ${column}`,
  sums: 'Län',
  moreToTheSide: 'Dra tabellen i sidled för fler kolumner.',
  missing: (amount: string) => `${amount} saknas`,
  unitShort: {
    inhabitants: 'inv.',
    place: 'plats',
    places: 'platser',
    building: 'byggnad',
    buildings: 'byggnader',
  },
  noDemand: 'inget att täcka',
  noGap: 'inget',
  noZones: 'Inga kommuner i det här området.',
  noVerdict: 'ingen uppgift',
  noMeasurements: 'Inga mätningar',
  showFiguresOf: (name: string) => `Visa uppgifterna för ${name}`,
  showZone: (name: string) => `Visa ${name} på kartan`,

  // one municipality
  zoneDetail: (name: string) => `${name} i detalj`,
  closeDetail: 'Stäng',
  uncoveredStretches: 'Vägsträckor utan täckning',
  stretches: (count: string, median: string, longest: string) =>
    `Antal ${count}, median ${median}, längst ${longest}`,
  stretchesLong: (share: string, from: string) =>
    `${share} av den otäckta längden ligger i sträckor på minst ${from}`,
  noStretches: 'Inga',
  votes: (passing: string, votes: string) => `${passing} av ${votes} klarar`,
  interval: (lower: string, upper: string) => `95 % intervall ${lower}–${upper}`,
  requiredShare: (share: string) => `krävt ${share}`,
  reliability: (share: string, passing: string, tests: string) =>
    `Tillförlitlighet inom redovisat område: ${share} (${passing} av ${tests} försök)`,
  reliable: 'Håller på båda skalorna',
  unreliable: 'Håller inte på båda skalorna',
  failingSubZones: (count: string, squares: string) =>
    `Delområden under gränsen: ${count} (${squares})`,
  subZone: (name: string, passing: string, tests: string) => `${name}: ${passing} av ${tests}`,
  overclaim: (share: string) => `Överredovisad: ${share} av det mätta inom redovisat område`,
  underclaim: (share: string) => `Underredovisad: ${share} av det mätta utanför`,
  evidence: (samples: string, newest: string, age: string) =>
    `Underlag: ${samples} mätvärden, senaste ${newest}, medianålder ${age} dygn`,
  rejected: (count: string) => `Ej medräknade mätvärden: ${count}`,

  // what a figure rests on
  basis: 'Underlag',
  basisClaimed: 'Redovisad täckning',
  basisClaimedAndMeasured: 'Redovisad och uppmätt täckning',
  basisVerified: 'Verifierad täckning: redovisad, utan de rutor som mätningar motbevisar',
  basisSimulated: (date: string) => `simulerad ${date}`,
  basisMethod: (version: string) => `metod ${version}`,
  basisProfile: (version: string) => `profil ${version}`,
  basisData: (version: string) => `dataversion ${version}`,
  basisInputs: 'Indata och deras kontrollsummor',
  basisInput: 'Indata',
  basisHash: 'SHA-256',
  basisCrs: (crs: string) => `Ytor och längder är beräknade i ${crs}.`,

  // help
  help: 'Så läser du',
  helpHeading: 'Så läser du uppgifterna',
  helpClose: 'Stäng',
  helpEvidence: 'Tre slags uppgifter',
  helpEvidenceOf: [
    ['Redovisad', 'Det nätägaren själv lämnar in, oftast räknat fram med en modell.'],
    ['Uppmätt', 'Det mätningar visar i fält, i rutor om 100 meter.'],
    ['Upplevd', 'Det människor berättar när de anmäler en vit fläck.'],
  ] as readonly (readonly [string, string])[],
  helpApart: 'De tre blandas aldrig, men kan alltid jämföras.',
  helpStates: 'Fem tecken',
  helpStateOf: {
    confirmed: 'Mätningarna når den andel som krävs, hela 95 %-intervallet.',
    refuted: 'Mätningarna når inte den andel som krävs, hela 95 %-intervallet ligger under.',
    inconclusive: 'Intervallet går över gränsen: det behövs fler mätningar.',
    not_measured: 'Ingen har mätt här, eller inga mätningar håller måttet.',
    not_claimed: 'Nätägaren redovisar ingen täckning här.',
  },
  helpNotMeasured: 'Ej mätt är inte ”ingen täckning”',
  helpNotMeasuredText:
    'Där ingen har mätt kan täckningen vara god eller saknas. Det räknas varken som en brist eller som 0 %.',
  helpGaps: 'Brist och vit fläck',
  helpGapsText:
    'En täckningsbrist är en plats där det valda nätet inte redovisar tjänsten. En vit fläck är en plats där inget nät fungerar.',
  helpMethod: 'Hur det är räknat',
  helpMethodText:
    'Yta är land utan sjöar. Under varje tabell står vad den vilar på: slag av uppgift, antaganden, metod, dataversion och alla indata med kontrollsumma, så att var och en kan räkna om.',
  helpToBasis: 'Visa underlaget',
  helpToApi: 'Tjänstens API (OpenAPI)',

  // downloads
  downloads: 'Ladda ner',
  downloadGaps: (question: string) => `Täckningsbrister: ${question} (GeoJSON)`,
  reportOf: (network: string) => `Bristrapport för ${network}`,
  reportToPrint: 'för utskrift',
  reportFormat: (network: string, format: string) => `Bristrapport för ${network}, ${format}`,
  opensInNewTab: 'öppnas i en ny flik',

  // a position
  placeHeading: 'Vem täcker här?',
  placeHelp: 'Klicka på kartan, eller skriv en position i grader (WGS 84).',
  longitude: 'Longitud (öst)',
  latitude: 'Latitud (nord)',
  forExample: (degrees: string) => `till exempel ${degrees}`,
  ask: 'Fråga',
  nobodyAsked: 'Ingen position är vald än.',
  invalidLongitude: 'Skriv longituden som ett tal mellan −180 och 180, eller välj på kartan.',
  invalidLatitude: 'Skriv latituden som ett tal mellan −90 och 90, eller välj på kartan.',
  placeOutside: 'Positionen ligger utanför en kommun.',
  cell: (name: string) => `Mätruta ${name}`,
  coverageAtCaption: 'Redovisat och uppmätt på platsen',
  claimedUnder: (assumptions: string, networks: string) =>
    `Redovisat gäller ${assumptions}: ${networks}.`,
  claimedAs: (technologies: string) => `Redovisad: ${technologies}`,
  medianSignal: (dbm: string) => `median ${dbm} dBm`,
  newest: (date: string) => `senast ${date}`,

  // environments
  environment: { outdoor: 'utomhus', vehicle: 'i fordon', indoor: 'inomhus' },
  environmentLabel: 'Var',

  // dead zones
  reportHeading: 'Anmäl en vit fläck',
  reportHelp: 'Berätta var mobilen inte fungerar. Svaret visar vad näten redovisar på platsen.',
  position: 'Plats',
  pickOnMap: 'Välj på kartan',
  pickingOnMap: 'Klicka på kartan …',
  positionUnavailable: 'Enhetens position gick inte att läsa. Skriv koordinaterna i stället.',
  noNetworkWorks: 'Inget nät fungerar',
  when: 'När',
  invalidWhen: 'Ange dag och klockslag.',
  whenInFuture: 'Tiden ligger i framtiden.',
  text: 'Vad hände? (frivilligt)',
  textHelp: 'Skriv inga personuppgifter: texten visas för andra.',
  send: 'Skicka anmälan',
  sending: 'Skickar …',
  reportFailed: 'Anmälan är inte skickad',
  reported: (number: string) => `Tack! Anmälan har nummer ${number}.`,
  answerCaption: 'Vad näten redovisar och mätningar visar på platsen',
  reportEmail: 'E-post (frivilligt)',
  contactSecret: 'Med den här koden kan du radera din adress; den visas bara nu:',
  reportWaits: 'Texten visas när en handläggare har granskat anmälan.',
  caseOf: (number: string, network: string) => `Ärende ${number}, ${network}`,
  caseState: {
    reported: 'anmält, väntar på granskning',
    open: 'öppen täckningsbrist',
    challenged: 'operatören ska svara',
    accepted: 'operatören har godtagit bristen',
    conceded: 'medgivet genom tystnad',
    planned: 'utbyggnad planerad',
    rebutted: 'operatören har bestritt bristen',
    declined: 'operatören avstår',
    verifying: 'mätning planerad',
    measured: 'mätt, beslut väntar',
    closed: 'avslutat',
  } satisfies Record<CaseState, string>,
  reportsNearby: (count: string) => `Anmälningar inom 250 meter: ${count}.`,
  yes: 'Ja',
  listHeading: 'Anmälda vita fläckar',
  noDeadZones: 'Inga vita fläckar är anmälda.',
  number: 'Nr',
  observed: 'Upptäckt',
  showOnMap: 'Visa på kartan',
  numbered: (number: string) => `nummer ${number}`,

  // requirements
  requirementsHeading: 'Täckningskrav',
  noRequirements: 'Inga krav är lagda.',
  evaluatedOn: (date: string) => `Prövat per ${date}`,
  requirementVerdict: {
    met: 'Uppfyllt',
    missed: 'Inte uppfyllt',
    undetermined: 'Går inte att avgöra',
  },
  waivedIn: (waived: string) => `${waived} når det genom dispens`,
  missedIn: (missed: string, all: string) => `${missed} av ${all} områden når inte kravet`,
  allMet: (all: string) => `Alla ${all} områden når kravet`,
  undeterminedIn: (count: string, all: string) => `${count} av ${all} områden går inte att avgöra`,
  longestGapAtMost: (length: string) => `Längsta avbrott (högst ${length})`,
  networkAndService: 'Nät och tjänst',
  whereMissed: 'Var det saknas',
  share: 'Andel',
  threshold: 'Krav',
  shortfall: 'Saknas',
};
