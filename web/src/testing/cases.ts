/** Reports and cases for tests. */
import type { DueCase, WaitingReport } from '../api/types';

export function waitingReport(number: number, text: string): WaitingReport {
  return {
    number,
    received_at: '2026-11-02T08:00:00Z',
    report: {
      geometry: { type: 'Point', coordinates: [20, 65] },
      networks: [],
      service: 'voice',
      failing: ['calls'],
      recurrence: null,
      environment: 'outdoor',
      observed_at: '2026-11-01T10:00:00Z',
      text,
    },
  };
}

export function dueCase(changes: Partial<DueCase>): DueCase {
  return {
    number: 7,
    network: 'ripa',
    service: 'voice',
    environment: 'outdoor',
    position: [20, 65],
    municipality: { code: '2499', name: 'Demonstration', kind: 'municipality' },
    state: 'challenged',
    since: '2026-11-01',
    reports: 1,
    due: { kind: 'answer', by: 'operator', on: '2026-12-31', is_late: false },
    planned_by: null,
    result: null,
    outcome: null,
    steps: [],
    ...changes,
  };
}
