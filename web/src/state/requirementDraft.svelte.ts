/** A requirement while it is written: fields, the document that they make, and what the service says of it. */
import { requirementDraft } from '../api/requirements';
import type { RequirementDocument, RequirementDraft, RequirementTemplate } from '../api/types';
import { Answer } from './answer.svelte';

/** While somebody types, the service isn't asked at every letter. */
const PAUSE_MS = 250;

export class RequirementWriting {
  document = $state<RequirementDocument | null>(null);
  /** Members that the template leaves to whoever writes. */
  toFill = $state.raw<readonly string[]>([]);
  model = $state.raw<RequirementTemplate['model'] | null>(null);
  readonly draft = new Answer<RequirementDraft>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  begin(template: RequirementTemplate): void {
    this.document = structuredClone(template.requirement) as unknown as RequirementDocument;
    this.toFill = template.to_fill;
    this.model = template.model;
    this.draft.clear();
  }

  /** Of the template's open members, those that nobody has filled in. */
  readonly open = $derived(
    this.toFill.filter((member) => !(member in ((this.document ?? {}) as object))),
  );

  /** Asks for the text, once nobody types any more. */
  ask(): void {
    clearTimeout(this.#timer);
    if (!this.document || this.open.length > 0) return;
    const document = $state.snapshot(this.document) as RequirementDocument;
    this.#timer = setTimeout(() => void this.draft.ask(() => requirementDraft(document)), PAUSE_MS);
  }

  /** False: it is no JSON object. */
  read(json: string): boolean {
    const read = parsed(json);
    if (!read) return false;
    this.document = read;
    return true;
  }
}

function parsed(json: string): RequirementDocument | null {
  try {
    const value: unknown = JSON.parse(json);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as RequirementDocument)
      : null;
  } catch {
    return null;
  }
}
