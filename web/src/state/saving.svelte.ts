/** A change that is being saved, and what became of it. */
import { asProblem, type Problem } from '../api/problem';

export class Saving {
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);
  said = $state('');

  /** Null: it was not saved, and `problem` says why. */
  async save<Saved>(change: () => Promise<Saved>): Promise<Saved | null> {
    this.busy = true;
    this.problem = null;
    this.said = '';
    try {
      return await change();
    } catch (error) {
      this.problem = asProblem(error);
      return null;
    } finally {
      this.busy = false;
    }
  }
}
