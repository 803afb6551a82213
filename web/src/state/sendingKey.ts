/** By what a report is called when it is sent, so that sending it again makes no second one. */
export class SendingKey {
  #report: string | null = null;
  #key = '';

  /** The same for the same report until it is kept: one that was changed meanwhile is another. */
  of(report: unknown): string {
    const text = JSON.stringify(report);
    if (text !== this.#report) {
      this.#report = text;
      this.#key = unguessable();
    }
    return this.#key;
  }

  /** The report is kept: the same words again are a new one. */
  kept(): void {
    this.#report = null;
  }
}

/** 32 digits; `crypto.randomUUID` isn't there without encryption. */
function unguessable(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
