/** An area of one's own. */
export const ownArea = {
  section: 'Eget område',
  heading: 'Eget område',
  intro:
    'Rita ett område på kartan, skriv dess hörn eller välj en fil, så räknas täckningen fram för just det området. Ingenting sparas: området finns bara här på sidan.',
  ways: 'Så anger du området',
  waysOf: { draw: 'Rita eller skriv hörn', file: 'Fil eller text' },

  // drawing
  draw: 'Rita på kartan',
  drawing: 'Sluta rita',
  drawHelp:
    'Klicka på kartan för varje hörn. Med tangentbord: flytta kartan med piltangenterna, Retur sätter ett hörn i mitten, Backsteg tar bort det senaste, Escape slutar rita.',
  addCorner: 'Lägg till hörn',
  corners: (count: number) => (count === 1 ? '1 hörn' : `${count} hörn`),
  corner: (number: number, lat: string, lon: string) => `${number}: ${lat} nord, ${lon} öst`,
  noCorners: 'Inga hörn än. Ett område har minst tre.',
  cornerSet: (number: number) => `Hörn ${number} satt.`,
  cornersLeft: (count: number) => `${count} hörn kvar.`,
  undo: 'Ångra senaste hörnet',
  finish: 'Klar: räkna',
  tooFew: 'Sätt minst tre hörn.',
  crossing: 'Områdets kant korsar sig själv. Ångra hörn eller sätt dem i ordning runt området.',
  drawn: 'Ritat område',

  // a file or a text
  file: 'GeoJSON-fil',
  fileHelp: 'Polygon eller MultiPolygon i longitud och latitud (WGS 84), högst 100 000 hörn.',
  paste: 'Eller klistra in GeoJSON',
  useText: 'Räkna på texten',
  notGeoJson: 'Det här är inte GeoJSON: texten går inte att läsa som en yta.',

  // what is asked about
  asked: {
    corners: (count: number) => `Området har ${count} hörn.`,
    file: 'Området kommer från filen.',
    text: 'Området kommer från texten.',
  },
  change: 'Ändra hörnen',
  clear: 'Ta bort området',
  clearQuestion: 'Ta bort området?',
  clearExplained: 'Området och dess siffror försvinner från sidan. De finns ingen annanstans.',
  keep: 'Behåll området',
  computing: 'Räknar på området …',
  refused: 'Området kan inte räknas',

  // the answer
  answer: 'Täckning i området',
  size: (area: string, land: string) => `Området är ${area}, varav ${land} land.`,
  touches: (names: string) => `Kommuner som området berör: ${names}.`,
  touchesNone: 'Området berör ingen kommun.',
  caption: (narrowed: string) => `Täckning i området: ${narrowed}`,
  cellExplained: 'Stort tal: täckt andel. Litet tal: det som saknas.',
  gapsOf: (place: string) => `Största bristerna: ${place}`,
  place: 'eget område',
  downloadGaps: 'Bristerna (GeoJSON)',
  downloadTable: 'Tabellen (CSV)',
  downloadArea: 'Området (GeoJSON)',
};
