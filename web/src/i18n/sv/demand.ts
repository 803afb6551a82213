/** One municipality's further demand: railways, trails, own routes, buildings, presence. */
export const demandDetail = {
  caption: (zone: string) => `Mer som ska täckas i ${zone}`,
  measure: 'Vad',
  covered: 'Täckt',
  missing: 'Saknas',
  railway_length: 'Järnväg',
  trail_length: 'Leder',
  route_length: 'Egna rutter',
  buildings: 'Byggnader',
  presence_area: 'Där man normalt befinner sig',
  byPoints: 'Invånarna är räknade vid sina adresspunkter.',
  byBoth: 'Invånarna är räknade vid adresspunkter där sådana finns, annars efter rutor.',
  classes: 'Per klass',
  noClass: 'utan klass',
  stretches: {
    roads: 'Väg utan täckning',
    railways: 'Järnväg utan täckning',
    trails: 'Leder utan täckning',
    routes: 'Egna rutter utan täckning',
  },
  kilometres: (from: string, to: string) => `km ${from}–${to}`,
  piece: (piece: string, pieces: string) => `del ${piece} av ${pieces}`,
  nameless: 'utan namn',
  kilometresExplained:
    'Kilometer räknas från ruttens västligaste ände, ligger flera lika långt västerut från den sydligaste.',
  uncoveredBuildings: 'Byggnader utan täckning',
  more: (count: string) => `och ${count} till`,
};
