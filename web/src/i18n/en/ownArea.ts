import type { Words } from '..';

export const ownArea: Words['ownArea'] = {
  section: 'Own area',
  heading: 'Own area',
  intro:
    'Draw an area on the map, type its corners or choose a file, and coverage is worked out for that very area. Nothing is stored: the area is on this page alone.',
  ways: 'How to give the area',
  waysOf: { draw: 'Draw or type corners', file: 'File or text' },

  draw: 'Draw on the map',
  drawing: 'Stop drawing',
  drawHelp:
    'Click on the map for each corner. By keyboard: move the map with the arrow keys, Enter sets a corner in the middle, Backspace takes away the last one, Escape stops drawing.',
  addCorner: 'Add corner',
  corners: (count) => (count === 1 ? '1 corner' : `${count} corners`),
  corner: (number, lat, lon) => `${number}: ${lat} north, ${lon} east`,
  noCorners: 'No corners yet. An area has at least three.',
  cornerSet: (number) => `Corner ${number} set.`,
  cornersLeft: (count) => `${count} corners left.`,
  undo: 'Undo last corner',
  finish: 'Done: compute',
  tooFew: 'Set at least three corners.',
  crossing: 'The edge of the area crosses itself. Undo corners or set them in order around it.',
  drawn: 'Drawn area',

  file: 'GeoJSON file',
  fileHelp: 'Polygon or MultiPolygon in longitude and latitude (WGS 84), at most 100,000 corners.',
  paste: 'Or paste GeoJSON',
  useText: 'Compute for the text',
  notGeoJson: 'This is not GeoJSON: the text cannot be read as an area.',

  asked: {
    corners: (count) => `The area has ${count} corners.`,
    file: 'The area is from the file.',
    text: 'The area is from the text.',
  },
  change: 'Change the corners',
  clear: 'Remove the area',
  clearQuestion: 'Remove the area?',
  clearExplained: 'The area and its figures leave the page. They are nowhere else.',
  keep: 'Keep the area',
  computing: 'Computing the area …',
  refused: 'The area cannot be computed',

  answer: 'Coverage in the area',
  size: (area, land) => `The area is ${area}, of which ${land} is land.`,
  touches: (names) => `Municipalities that the area touches: ${names}.`,
  touchesNone: 'The area touches no municipality.',
  caption: (narrowed) => `Coverage in the area: ${narrowed}`,
  cellExplained: 'Large figure: covered share. Small figure: what is missing.',
  gapsOf: (place) => `Largest gaps: ${place}`,
  place: 'own area',
  downloadGaps: 'The gaps (GeoJSON)',
  downloadTable: 'The table (CSV)',
  downloadArea: 'The area (GeoJSON)',
};
