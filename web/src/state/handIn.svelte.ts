/** Coverage that is being handed in: what is typed stays until it is changed, whatever is answered. */
import * as api from '../api/handIn';
import { asProblem, type Problem } from '../api/problem';
import type { CheckReport, Delivery } from '../api/types';
import type { Upload } from '../api/upload';
import {
  emptyFields,
  fieldOf,
  fieldProblems,
  type FieldName,
  type FieldTexts,
} from '../table/handIn';

export class HandInDraft {
  file = $state.raw<File | null>(null);
  fields = $state<FieldTexts>(emptyFields());
  /** What the service said last; the file or a field may have been changed since. */
  report = $state.raw<CheckReport | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** Part of the file that has been sent; null: nothing is under way. */
  sent = $state<number | null>(null);
  #stop: AbortController | null = null;
  readonly #saidOfFields = $derived(this.report?.fields ?? this.problem?.details.fields ?? []);
  readonly #allFindings = $derived(this.report?.findings ?? this.problem?.details.findings ?? []);

  /** What is wrong with which field, in words of the service. */
  readonly fieldProblems = $derived(fieldProblems(this.#saidOfFields, this.#allFindings));
  /** All others: what stands at its field is not said once more. */
  readonly findings = $derived(
    this.#allFindings.filter(
      (finding) =>
        fieldOf(finding) === null && !this.#saidOfFields.some(({ code }) => code === finding.code),
    ),
  );

  fill(texts: Partial<Record<FieldName, string>>): void {
    Object.assign(this.fields, texts);
  }

  async check(): Promise<void> {
    await this.#send(async (asked) => (this.report = await api.check(asked)));
  }

  /** The report of a check as a file; null: it did not come. */
  checkAs(format: 'csv' | 'html', language: 'sv' | 'en'): Promise<Blob | null> {
    const report = this.report;
    return this.#send((asked) => {
      this.report = report;
      return api.checkAs(asked, format, language);
    });
  }

  /** Null: it was not taken, and `problem` says why. */
  async handIn(): Promise<Delivery | null> {
    const taken = await this.#send(api.handIn);
    if (taken) this.file = null;
    return taken;
  }

  stop(): void {
    this.#stop?.abort();
  }

  forget(): void {
    this.report = null;
    this.problem = null;
  }

  async #send<Answered>(send: (asked: Upload) => Promise<Answered>): Promise<Answered | null> {
    if (!this.file) return null;
    this.forget();
    this.sent = 0;
    this.#stop = new AbortController();
    const onProgress = (sent: number) => (this.sent = sent);
    const fields = { ...this.fields };
    try {
      return await send({ file: this.file, fields, onProgress, signal: this.#stop.signal });
    } catch (error) {
      this.problem = asProblem(error);
      return null;
    } finally {
      this.sent = null;
    }
  }
}

export const handInDraft = new HandInDraft();
