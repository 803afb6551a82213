import type { Words } from '..';

export const gaps: Words['gaps'] = {
  heading: 'Largest gaps',
  caption: (place, order) => `Largest gaps, ${place}: ${order.toLowerCase()}`,
  order: 'Order by',
  orders: {
    priority: 'Most important',
    inhabitants: 'Most inhabitants',
    road: 'Most road',
    places: 'Most places',
    area: 'Largest area',
  },
  gap: 'Gap',
  numbered: (rank) => `gap ${rank}`,
  none: 'No gaps to list.',
  unlisted: (count, area) =>
    `And ${count} smaller areas without inhabitants, road or places, ${area} together.`,
  slivers: (count, area, width) =>
    `Slivers narrower than ${width} m between the edges of two maps are counted for themselves: ${count}, ${area} together.`,
  onMap: 'Gaps of the question',
  listedOnMap: 'Listed gaps, numbered',
};
