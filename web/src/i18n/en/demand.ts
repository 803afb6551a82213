import type { Words } from '..';

export const demandDetail: Words['demandDetail'] = {
  caption: (zone) => `More to cover in ${zone}`,
  measure: 'What',
  covered: 'Covered',
  missing: 'Missing',
  railway_length: 'Railways',
  trail_length: 'Trails',
  route_length: 'Own routes',
  buildings: 'Buildings',
  presence_area: 'Where people normally are',
  byPoints: 'Inhabitants are counted at their address points.',
  byBoth: 'Inhabitants are counted at address points where there are any, else by squares.',
  classes: 'By class',
  noClass: 'no class',
  stretches: {
    roads: 'Roads without coverage',
    railways: 'Railways without coverage',
    trails: 'Trails without coverage',
    routes: 'Own routes without coverage',
  },
  kilometres: (from, to) => `km ${from}–${to}`,
  piece: (piece, pieces) => `part ${piece} of ${pieces}`,
  nameless: 'no name',
  kilometresExplained:
    'Kilometres are counted from the westernmost end of the route, of several the southernmost.',
  uncoveredBuildings: 'Buildings without coverage',
  more: (count) => `and ${count} more`,
};
