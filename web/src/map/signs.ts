/** The signs of findings, drawn in code for the map, in the shapes that the tables have. */
import type { Severity } from '../api/types';

export const SEVERITIES: readonly Severity[] = ['error', 'warning'];
export const SIGN_PIXEL_RATIO = 2;
const SIDE_PX = 44;

/** Drawn in a square of 16. */
export const SIGN_SHAPES: Record<Severity, string> = {
  error:
    'M5 1h6l4 4v6l-4 4H5l-4-4V5Zm.8 3.4L4.4 5.8 6.6 8l-2.2 2.2 1.4 1.4L8 9.4l2.2 2.2 1.4-1.4L9.4 8l2.2-2.2-1.4-1.4L8 6.6Z',
  warning: 'M8 .8 15.6 15H.4Zm-.9 5v4.6h1.8V5.8Zm0 5.8v1.8h1.8v-1.8Z',
};
export const SIGN_COLOURS: Record<Severity, string> = { error: '#a3260f', warning: '#8a6500' };

export function signImage(severity: Severity): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIDE_PX;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser has no 2D canvas');
  context.scale(SIDE_PX / 18, SIDE_PX / 18);
  context.translate(1, 1);
  context.lineJoin = 'round';
  const shape = new Path2D(SIGN_SHAPES[severity]);
  context.strokeStyle = context.fillStyle = '#ffffff';
  context.lineWidth = 2;
  context.stroke(shape);
  context.fillRect(4, 4, 8, 10);
  context.fillStyle = SIGN_COLOURS[severity];
  context.fill(shape, 'evenodd');
  return context.getImageData(0, 0, SIDE_PX, SIDE_PX);
}
