/** Where to measure next. */
export const plan = {
  heading: (zone: string) => `${zone}: where to measure next?`,
  intro:
    'The plan picks the roads that give most claimed road a verdict within what may be driven, and says in which order they are driven.',
  budget: 'To be driven in all, km',
  budgetError: 'Write a number from 1 to 5,000.',
  days: 'At most so many days on one piece',
  daysError: 'Write a whole number from 1 to 30.',
  make: 'Make a measurement plan',
  computing: 'Computing the plan …',
  summary: (pieces: string, days: string, driven: string, hours: string, measured: string) =>
    `${pieces} pieces of road on ${days} days: ${driven} in ${hours} hours, of which ${measured} measure.`,
  nothing: 'Nothing claimed that can be driven waits for a verdict within those limits.',
  caption: 'Pieces in the order in which they are driven',
  number: 'No.',
  road: 'Road',
  length: 'Length',
  passes: 'Days',
  places: 'Places',
  offRoad: (squares: string, places: string) =>
    `By snowmobile or on foot: ${squares} square kilometres without a road and ${places} places. They never count as failing.`,
  leftOut: (beyond: string, more: string) =>
    `Not in the plan: ${beyond} pieces don't fit, ${more} would need more days.`,
  print: 'Print the plan',
  gpx: 'GPX for the navigator',
  geojson: 'GeoJSON',
  onMap: 'Measurement plan',
};
