/** One's own area: its corners while it is drawn, what is asked about it, and the answers. Nothing of it is kept. */
import * as api from '../api/ownZone';
import type { Problem } from '../api/problem';
import type { GapAreas, OwnZone, Position, Question } from '../api/types';
import { areaOf, asCollection, drawnSoFar, readGeoJson } from '../table/ownArea';
import { askedOf } from '../table/question';
import { Answer } from './answer.svelte';

/** What is asked about: the text that goes to the service, and where it came from. */
export type AskedArea = { text: string; from: 'corners' | 'file' | 'text' };

/** What the service says of an area that it cannot use: that is to be mended where it was given. */
type Refusal = { from: AskedArea['from']; problem: Problem };
const REFUSED: readonly (number | null)[] = [413, 422];

export class OwnArea {
  corners = $state.raw<readonly Position[]>([]);
  asked = $state.raw<AskedArea | null>(null);
  /** A text that is pasted, while it is none yet that can be asked about. */
  pasted = $state('');
  refusal = $state.raw<Refusal | null>(null);
  readonly figures = new Answer<OwnZone>();
  readonly gaps = new Answer<GapAreas>();

  /** A second click on the same spot is no corner of its own. */
  add(corner: Position): void {
    const last = this.corners.at(-1);
    if (last && last.lon === corner.lon && last.lat === corner.lat) return;
    this.refusal = null;
    this.corners = [...this.corners, corner];
  }

  undo(): void {
    this.refusal = null;
    this.corners = this.corners.slice(0, -1);
  }

  finish(name: string): void {
    this.refusal = null;
    this.asked = { text: JSON.stringify(areaOf(this.corners, name)), from: 'corners' };
  }

  /** False where the text is no GeoJSON at all; what is wrong with GeoJSON the service says. */
  take(text: string, from: 'file' | 'text'): boolean {
    const read = readGeoJson(text) !== null;
    this.refusal = null;
    if (read) {
      this.corners = [];
      this.asked = { text, from };
    }
    return read;
  }

  /** Back to the corners. */
  change(): void {
    this.asked = null;
    this.#forget();
  }

  clear(): void {
    this.corners = [];
    this.pasted = '';
    this.refusal = null;
    this.change();
  }

  async ask(question: Question): Promise<void> {
    const area = this.asked;
    if (!area) return;
    void this.gaps.ask(() => api.ownZoneGaps(area.text, question));
    await this.figures.ask(() => figuresOf(area.text, question));
    const { problem } = this.figures;
    if (area !== this.asked || !problem || !REFUSED.includes(problem.status)) return;
    this.change();
    this.refusal = { from: area.from, problem };
  }

  /** As the map shows it. */
  shown(): GeoJSON.FeatureCollection | null {
    const read = this.asked && readGeoJson(this.asked.text);
    if (read) return asCollection(read);
    return this.corners.length > 0 ? drawnSoFar(this.corners) : null;
  }

  #forget(): void {
    this.figures.clear();
    this.gaps.clear();
  }
}

/** Each network, any and all; and first what the question is about, where it is none of these. */
async function figuresOf(text: string, question: Question): Promise<OwnZone> {
  const { kind } = askedOf(question.network);
  if (kind !== 'at_least' && kind !== 'several') return api.ownZone(text, question);
  const [each, asked] = await Promise.all([
    api.ownZone(text, question),
    api.ownZoneOf(text, question),
  ]);
  return { ...each, supplies: [...asked.supplies, ...each.supplies] };
}

export const ownArea = new OwnArea();
