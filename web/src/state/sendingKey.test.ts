import { expect, it } from 'vitest';
import { SendingKey } from './sendingKey';

it('a report is called the same until it is kept or changed', () => {
  const key = new SendingKey();
  const first = key.of({ text: 'a' });
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(key.of({ text: 'a' })).toBe(first);
  const changed = key.of({ text: 'b' });
  expect(changed).not.toBe(first);
  key.kept();
  expect(key.of({ text: 'b' })).not.toBe(changed);
});
