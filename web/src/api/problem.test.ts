import { expect, it } from 'vitest';
import { problemFrom } from './problem';

it('reads problem details in both languages', () => {
  const body = {
    ...{ type: 'about:blank', title: 'Not found', status: 404, code: 'outside_region' },
    ...{ detail: 'The position is outside the region.', detail_sv: 'Utanför regionen.' },
  };
  const problem = problemFrom(body, 404);
  expect(problem.code).toBe('outside_region');
  expect(problem.sentence('sv')).toBe('Utanför regionen.');
  expect(problem.sentence('en')).toBe('The position is outside the region.');
});

it('an answer that is no problem document is unreadable', () => {
  const problem = problemFrom('<html>', 502);
  expect([problem.code, problem.status, problem.sentence('sv')]).toEqual([
    ...['unreadable_answer', 502, null],
  ]);
});
