import { beforeEach, expect, it, vi } from 'vitest';
import { Problem } from '../api/problem';
import type { DeadZone, DeadZoneReport } from '../api/types';
import { Outbox } from './outbox.svelte';
import type { KeptReport, ReportStore } from './reportStore';

const now = new Date('2026-11-22T10:00:00Z');
const report: DeadZoneReport = {
  geometry: { type: 'Point', coordinates: [20, 65] },
  ...{ networks: [], failing: ['calls'], environment: 'outdoor', recurrence: null, text: '' },
  observed_at: now.toISOString(),
  contact: { email: 'anna@example.org', language: 'sv' },
};
const answer = { number: 7 } as DeadZone;
const away = new Problem('no_connection', null, null);
const outside = new Problem('outside_region', 422, { sv: 'Utanför.', en: 'Outside.' });

class MemoryStore implements ReportStore {
  kept = new Map<string, KeptReport>();
  all = async () => [...this.kept.values()];
  put = async (kept: KeptReport) => void this.kept.set(kept.key, kept);
  remove = async (key: string) => void this.kept.delete(key);
}

let store: MemoryStore;
let send: ReturnType<typeof vi.fn<Outbox['send']>>;
let outbox: Outbox;
beforeEach(() => {
  store = new MemoryStore();
  send = vi.fn(async () => answer);
  outbox = new Outbox(store, send);
});

it('what is sent at once leaves nothing on the device', async () => {
  expect(await outbox.take(report, 'key', now)).toEqual({ sent: answer, kept: true });
  expect(send).toHaveBeenCalledExactlyOnceWith(report, 'key');
  expect(store.kept.size).toBe(0);
});

it('it is on the device before it is on its way', async () => {
  send.mockImplementation(async () => {
    expect([...store.kept.keys()]).toEqual(['key']);
    return answer;
  });
  await outbox.take(report, 'key', now);
  expect(send).toHaveBeenCalledOnce();
});

it('what cannot be sent waits, with its time, and goes later under its own key', async () => {
  send.mockRejectedValueOnce(away);
  expect(await outbox.take(report, 'key', now)).toEqual({ waits: away, kept: true });
  expect(outbox.waiting.map(({ madeAt }) => madeAt)).toEqual([now.toISOString()]);
  await outbox.sendAll();
  expect(send.mock.calls).toEqual([
    [report, 'key'],
    [report, 'key'],
  ]);
  expect(outbox.waiting).toEqual([]);
  // The answer waits for its reader, the address for nobody.
  const { contact: _, ...nameless } = report;
  expect(outbox.reports).toMatchObject([{ answer, report: nameless }]);
  expect(store.kept.get('key')?.report).not.toHaveProperty('contact');
});

it('one is sent once, however often it is begun', async () => {
  send.mockRejectedValueOnce(away);
  await outbox.take(report, 'key', now);
  await Promise.all([outbox.sendAll(), outbox.sendAll()]);
  await outbox.sendAll();
  expect(send).toHaveBeenCalledTimes(2);
});

it('what is refused later stays with its reason, and holds nobody else up', async () => {
  send.mockRejectedValueOnce(away).mockRejectedValueOnce(away);
  await outbox.take(report, 'first', now);
  await outbox.take(report, 'second', new Date(now.getTime() + 1));
  send.mockRejectedValueOnce(outside);
  await outbox.sendAll();
  expect(outbox.reports.map(({ key, refusal }) => [key, refusal?.sv])).toEqual([
    ['first', 'Utanför.'],
    ['second', undefined],
  ]);
  expect(outbox.reports[1]?.answer).toEqual(answer);
  await outbox.sendAll();
  expect(send).toHaveBeenCalledTimes(4);
});

it('what is refused at once is the form’s again', async () => {
  send.mockRejectedValueOnce(outside);
  expect(await outbox.take(report, 'key', now)).toEqual({ refused: outside, kept: true });
  expect(outbox.reports).toEqual([]);
});

it('too many at a time is no refusal', async () => {
  send.mockRejectedValueOnce(new Problem('too_many_reports', 429, null));
  expect(await outbox.take(report, 'key', now)).toHaveProperty('waits');
  expect(outbox.waiting).toHaveLength(1);
});

it('a device that keeps nothing says so', async () => {
  store.put = async () => Promise.reject(new Error('no room'));
  send.mockRejectedValueOnce(away);
  expect(await outbox.take(report, 'key', now)).toEqual({ waits: away, kept: false });
  expect(outbox.reports).toEqual([]);
});

it('what was taken away while it was on its way does not come back', async () => {
  send.mockRejectedValueOnce(away);
  await outbox.take(report, 'key', now);
  send.mockImplementation(async () => {
    await outbox.remove('key');
    return answer;
  });
  await outbox.sendAll();
  expect(outbox.reports).toEqual([]);
  expect(store.kept.size).toBe(0);
});

it('what is in the form again is gone only when the new one is safe', async () => {
  send.mockRejectedValueOnce(away);
  await outbox.take(report, 'old', now);
  outbox.held = 'old';
  await outbox.sendAll();
  expect([send.mock.calls.length, outbox.waiting.length, store.kept.size]).toEqual([1, 0, 1]);
  send.mockRejectedValueOnce(outside);
  await outbox.take(report, 'wrong', now);
  expect([...store.kept.keys()]).toEqual(['old']);
  send.mockRejectedValueOnce(away);
  await outbox.take(report, 'new', now);
  expect([...store.kept.keys()]).toEqual(['new']);
  expect([outbox.held, outbox.waiting.length]).toEqual([null, 1]);
});
