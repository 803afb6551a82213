/** Fill patterns made in code, for the map and the legend alike: colour is never the only sign. */
import {
  DELIVERED_COLOUR,
  GAINED_COLOUR,
  GAP_COLOUR,
  LOST_COLOUR,
  NOT_CLAIMED_COLOUR,
  STATE_COLOURS,
} from './palette';

export const PATTERNS = [
  'confirmed',
  'refuted',
  'inconclusive',
  'not_measured',
  'not_claimed',
  'gap',
  'lost',
  'gained',
  'delivered',
] as const;
export type Pattern = (typeof PATTERNS)[number];

/** Side of a pattern's tile in its own pixels; drawn at twice the density of the page. */
export const PATTERN_SIDE_PX = 16;
export const PATTERN_PIXEL_RATIO = 2;

type Look = { ground: string; ink: string; draw: (context: CanvasRenderingContext2D) => void };

const TRANSLUCENT = 'd9';
const FAINT = '24';
const HALF = '80';
const LOOKS: Record<Pattern, Look> = {
  confirmed: { ground: STATE_COLOURS.confirmed + TRANSLUCENT, ink: '#ffffff', draw: dots },
  refuted: { ground: STATE_COLOURS.refuted + TRANSLUCENT, ink: '#3d1a00', draw: crosses },
  inconclusive: { ground: STATE_COLOURS.inconclusive + TRANSLUCENT, ink: '#5a4a00', draw: bars },
  not_measured: { ground: STATE_COLOURS.not_measured + FAINT, ink: '#56646b', draw: dashes },
  not_claimed: { ground: NOT_CLAIMED_COLOUR + TRANSLUCENT, ink: '#08344d', draw: rings },
  gap: { ground: GAP_COLOUR + FAINT, ink: GAP_COLOUR, draw: diagonals },
  lost: { ground: LOST_COLOUR + HALF, ink: LOST_COLOUR, draw: crosses },
  gained: { ground: GAINED_COLOUR + FAINT, ink: GAINED_COLOUR, draw: dots },
  delivered: { ground: DELIVERED_COLOUR + FAINT, ink: DELIVERED_COLOUR, draw: fallingDiagonals },
};

export function drawPattern(pattern: Pattern, context: CanvasRenderingContext2D): void {
  const look = LOOKS[pattern];
  context.clearRect(0, 0, PATTERN_SIDE_PX, PATTERN_SIDE_PX);
  context.fillStyle = look.ground;
  context.fillRect(0, 0, PATTERN_SIDE_PX, PATTERN_SIDE_PX);
  context.fillStyle = look.ink;
  context.strokeStyle = look.ink;
  context.lineWidth = 2;
  look.draw(context);
}

export function patternImage(pattern: Pattern): ImageData {
  return patternCanvas(pattern).getImageData(0, 0, PATTERN_SIDE_PX, PATTERN_SIDE_PX);
}

/** Fills a legend's swatch with the pattern, repeated as on the map. */
export function fillSwatch(pattern: Pattern, canvas: HTMLCanvasElement): void {
  const context = contextOf(canvas);
  const fill = context.createPattern(patternCanvas(pattern).canvas, 'repeat');
  if (!fill) return;
  context.fillStyle = fill;
  context.fillRect(0, 0, canvas.width, canvas.height);
}

function patternCanvas(pattern: Pattern): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = PATTERN_SIDE_PX;
  const context = contextOf(canvas);
  drawPattern(pattern, context);
  return context;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser has no 2D canvas');
  return context;
}

function dots(context: CanvasRenderingContext2D) {
  for (const [x, y] of [
    [4, 4],
    [12, 12],
  ] as const) {
    context.beginPath();
    context.arc(x, y, 2, 0, 2 * Math.PI);
    context.fill();
  }
}

function rings(context: CanvasRenderingContext2D) {
  context.beginPath();
  context.arc(8, 8, 4, 0, 2 * Math.PI);
  context.stroke();
}

function crosses(context: CanvasRenderingContext2D) {
  line(context, 0, 0, 16, 16);
  line(context, 16, 0, 0, 16);
}

function bars(context: CanvasRenderingContext2D) {
  line(context, 4, 0, 4, 16);
  line(context, 12, 0, 12, 16);
}

function dashes(context: CanvasRenderingContext2D) {
  line(context, 1, 4, 7, 4);
  line(context, 9, 12, 15, 12);
}

/** One slanting line that meets itself at the tile's edges. */
function diagonals(context: CanvasRenderingContext2D) {
  line(context, -2, 10, 10, -2);
  line(context, 6, 18, 18, 6);
}

function fallingDiagonals(context: CanvasRenderingContext2D) {
  line(context, -2, 6, 10, 18);
  line(context, 6, -2, 18, 10);
}

function line(context: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number) {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}
