/** The map's colours with a meaning: those of the service's own style and printed pictures. */
import type { MeasuredState } from '../api/types';

/** Okabe and Ito's green, vermilion and yellow keep apart for every kind of colour vision. */
export const STATE_COLOURS: Record<MeasuredState, string> = {
  confirmed: '#009e73',
  refuted: '#d55e00',
  inconclusive: '#f0e442',
  not_measured: '#b4b8bd',
};
/** Measured outside of what is claimed: Okabe and Ito's sky blue. */
export const NOT_CLAIMED_COLOUR = '#56b4e9';
/** No network and no state has it. */
export const GAP_COLOUR = '#882255';
export const DEAD_ZONE_COLOUR = '#1a1a1a';
export const CELL_EDGE_COLOUR = '#3d4148';
export const PLACE_COLOUR = '#3d4148';
export const ROAD_COLOUR = '#7d7468';
/** Claims where no network is singled out. */
export const ANY_COLOUR = '#2b6f77';
export const SELECTION_COLOUR = '#12313a';
/** Lost and gained land differ in light and dark too, and each has a pattern of its own. */
export const LOST_COLOUR = '#a3260f';
export const GAINED_COLOUR = '#0b5f9a';
export const DELIVERED_COLOUR = '#5b2a86';
export const OWN_AREA_COLOUR = '#5a2d00';
export const PLAN_COLOUR = '#3f0f6b';
