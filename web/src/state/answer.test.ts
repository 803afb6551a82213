import { expect, it } from 'vitest';
import { Problem } from '../api/problem';
import { Answer } from './answer.svelte';

it('keeps the newest question, whichever answer comes last', async () => {
  const answer = new Answer<string>();
  let answerFirst = (_: string) => {};
  const first = answer.ask(() => new Promise((resolve) => (answerFirst = resolve)));
  await answer.ask(async () => 'second');
  answerFirst('first');
  await first;
  expect(answer.value).toBe('second');
});

it('a failure is a problem, never an empty answer, and can be asked again', async () => {
  const answer = new Answer<string>();
  let works = false;
  const question = async () => {
    if (!works) throw new Problem('unknown_zone', 404, { sv: 'Okänd zon', en: 'Unknown zone' });
    return 'answer';
  };
  await answer.ask(question);
  expect(answer.value).toBeNull();
  expect(answer.problem?.sentence('sv')).toBe('Okänd zon');
  works = true;
  answer.again();
  await expect.poll(() => answer.value).toBe('answer');
  expect(answer.problem).toBeNull();
});

it('a broken connection has its own code', async () => {
  const answer = new Answer<string>();
  await answer.ask(() => Promise.reject(new TypeError('failed to fetch')));
  expect(answer.problem?.code).toBe('no_connection');
});
