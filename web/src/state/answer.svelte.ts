/** One question to the service and what became of it: under way, answered or failed. */
import { asProblem, type Problem } from '../api/problem';

export class Answer<Value> {
  value = $state.raw<Value | null>(null);
  problem = $state.raw<Problem | null>(null);
  loading = $state(false);
  #latest = 0;
  #question: (() => Promise<Value>) | null = null;

  /** Asks; an answer that comes after a newer question was put is dropped. */
  async ask(question: () => Promise<Value>): Promise<void> {
    const turn = ++this.#latest;
    this.#question = question;
    this.loading = true;
    this.problem = null;
    const outcome = await settled(question);
    if (turn !== this.#latest) return;
    this.loading = false;
    if ('value' in outcome) this.value = outcome.value;
    else this.fail(outcome.problem);
  }

  /** Puts the last question again. */
  again = (): void => {
    if (this.#question) void this.ask(this.#question);
  };

  clear(): void {
    this.#latest++;
    this.value = null;
    this.problem = null;
    this.loading = false;
  }

  private fail(problem: Problem) {
    this.value = null;
    this.problem = problem;
  }
}

async function settled<Value>(question: () => Promise<Value>) {
  try {
    return { value: await question() };
  } catch (error) {
    return { problem: asProblem(error) };
  }
}
