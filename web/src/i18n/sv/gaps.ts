/** Ranked gaps. */
export const gaps = {
  heading: 'Största bristerna',
  caption: (place: string, order: string) => `Största bristerna, ${place}: ${order.toLowerCase()}`,
  order: 'Ordna efter',
  orders: {
    priority: 'Störst betydelse',
    inhabitants: 'Flest invånare',
    road: 'Mest väg',
    places: 'Flest platser',
    area: 'Störst yta',
  },
  gap: 'Brist',
  numbered: (rank: number) => `brist ${rank}`,
  none: 'Inga brister att lista.',
  unlisted: (count: string, area: string) =>
    `Därtill ${count} mindre ytor utan invånare, väg eller platser, tillsammans ${area}.`,
  slivers: (count: string, area: string, width: string) =>
    `Remsor smalare än ${width} m mellan två kartors kanter räknas för sig: ${count}, tillsammans ${area}.`,
  onMap: 'Täckningsbrister för frågan',
  listedOnMap: 'Listade brister, med nummer',
};
