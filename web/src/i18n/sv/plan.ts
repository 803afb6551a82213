/** Where to measure next. */
export const plan = {
  heading: (zone: string) => `${zone}: var ska vi mäta härnäst?`,
  intro:
    'Planen väljer de vägar som ger mest redovisad väg ett besked inom det som får köras, och säger i vilken ordning de körs.',
  budget: 'Att köra sammanlagt, km',
  budgetError: 'Skriv ett tal från 1 till 5 000.',
  days: 'Högst så många dagar på samma sträcka',
  daysError: 'Skriv ett heltal från 1 till 30.',
  make: 'Gör en mätplan',
  computing: 'Planen beräknas …',
  summary: (pieces: string, days: string, driven: string, hours: string, measured: string) =>
    `${pieces} sträckor på ${days} dagar: ${driven} på ${hours} timmar, varav ${measured} mäts.`,
  nothing: 'Inget redovisat som kan köras väntar på besked inom de gränserna.',
  caption: 'Sträckor i den ordning de körs',
  number: 'Nr',
  road: 'Väg',
  length: 'Längd',
  passes: 'Dagar',
  places: 'Platser',
  offRoad: (squares: string, places: string) =>
    `Med snöskoter eller till fots: ${squares} kvadratkilometer utan väg och ${places} platser. De räknas aldrig som underkända.`,
  leftOut: (beyond: string, more: string) =>
    `Utanför planen: ${beyond} sträckor ryms inte, ${more} skulle behöva fler dagar.`,
  print: 'Skriv ut planen',
  gpx: 'GPX till navigatorn',
  geojson: 'GeoJSON',
  onMap: 'Mätplan',
};
