/**
 * Reports on their way: each is kept on the device before it is sent, and taken away when the service has answered.
 * What cannot be sent waits; what is refused stays with its reason. The same key again makes no second report.
 */
import { reportDeadZone } from '../api/client';
import { asProblem, type Problem } from '../api/problem';
import type { DeadZone, DeadZoneReport } from '../api/types';
import { DeviceStore, type KeptReport, type ReportStore } from './reportStore';

const AGAIN_MS = 60_000;
/** The service is asked too much or is not itself: what it says then is no word on the report. */
const LATER: readonly number[] = [401, 403, 408, 425, 429];

export type Outcome = { sent: DeadZone } | { waits: Problem } | { refused: Problem };
type Send = (report: DeadZoneReport, key: string) => Promise<DeadZone>;

export class Outbox {
  /** Oldest first. */
  reports = $state.raw<readonly KeptReport[]>([]);
  online = $state(true);
  /** The one that is in the form again: not sent behind its back, and not lost if the form is left. */
  held = $state<string | null>(null);
  #busy = new Set<string>();

  constructor(
    readonly store: ReportStore,
    readonly send: Send,
  ) {}

  readonly waiting = $derived(
    this.reports.filter(({ key, refusal, answer }) => !refusal && !answer && key !== this.held),
  );
  readonly refused = $derived(
    this.reports.filter(({ key, refusal }) => refusal && key !== this.held),
  );

  /** What was kept before; sends it whenever there may be a way. Gives what ends that. */
  open(): () => void {
    const heard = new AbortController();
    const { signal } = heard;
    const listen = () => {
      this.online = navigator.onLine;
      if (this.online) void this.sendAll();
    };
    for (const event of ['online', 'offline']) window.addEventListener(event, listen, { signal });
    document.addEventListener('visibilitychange', listen, { signal });
    const timer = setInterval(listen, AGAIN_MS);
    signal.addEventListener('abort', () => clearInterval(timer));
    void this.#read().then(listen);
    return () => heard.abort();
  }

  /** Keeps a report and sends it. Where the device keeps nothing, it is sent all the same. */
  async take(report: DeadZoneReport, key: string, now: Date): Promise<Outcome & { kept: boolean }> {
    const fresh = { key, report, madeAt: now.toISOString(), refusal: null, answer: null };
    this.#busy.add(key);
    try {
      const kept = await this.#put(fresh);
      const outcome = await this.#sent(fresh);
      if (!('waits' in outcome)) await this.remove(key);
      const isSafe = 'sent' in outcome || ('waits' in outcome && kept);
      if (this.held && isSafe) await this.remove(this.held);
      return { ...outcome, kept };
    } finally {
      this.#busy.delete(key);
    }
  }

  async sendAll(): Promise<void> {
    for (const kept of this.waiting) if (await this.#sendOne(kept)) return;
  }

  async remove(key: string): Promise<void> {
    // First on the device: what is gone from the page is not there again when it is opened anew.
    await this.store.remove(key).catch(() => {});
    this.reports = this.reports.filter((kept) => kept.key !== key);
    if (this.held === key) this.held = null;
  }

  /** True where the others need not be tried now. */
  async #sendOne(kept: KeptReport): Promise<boolean> {
    if (this.#busy.has(kept.key)) return false;
    this.#busy.add(kept.key);
    try {
      const outcome = await this.#sent(kept);
      if ('waits' in outcome) return true;
      // Taken away by its maker meanwhile: then nobody asks what became of it.
      if (!this.reports.some(({ key }) => key === kept.key)) return false;
      await this.#put('sent' in outcome ? answered(kept, outcome.sent) : refused(kept, outcome));
      return false;
    } finally {
      this.#busy.delete(kept.key);
    }
  }

  async #sent({ report, key }: KeptReport): Promise<Outcome> {
    try {
      return { sent: await this.send(report, key) };
    } catch (error) {
      const problem = asProblem(error);
      const { status } = problem;
      const waits = status === null || status >= 500 || LATER.includes(status);
      return waits ? { waits: problem } : { refused: problem };
    }
  }

  async #put(kept: KeptReport): Promise<boolean> {
    try {
      await this.store.put(kept);
    } catch {
      return false;
    }
    const others = this.reports.filter(({ key }) => key !== kept.key);
    this.reports = [...others, kept].toSorted((a, b) => a.madeAt.localeCompare(b.madeAt));
    return true;
  }

  async #read(): Promise<void> {
    const kept = await this.store.all().catch(() => []);
    this.reports = kept.toSorted((a, b) => a.madeAt.localeCompare(b.madeAt));
  }
}

/** The address has come to the service: it stays here no longer. */
function answered(kept: KeptReport, answer: DeadZone): KeptReport {
  const { contact: _, ...report } = kept.report;
  return { ...kept, report, answer };
}

function refused(kept: KeptReport, { refused }: { refused: Problem }): KeptReport {
  return { ...kept, refusal: refused.sentences ?? { sv: refused.code, en: refused.code } };
}

export const outbox = new Outbox(new DeviceStore(), reportDeadZone);
