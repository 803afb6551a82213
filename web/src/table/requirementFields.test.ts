import { expect, it } from 'vitest';
import { percentField, shareOfField } from './requirementFields';

it('a share goes into per cent and comes back the same', () => {
  for (const share of [0, 0.07, 0.29, 0.57, 0.985, 0.98496, 1]) {
    expect(shareOfField(percentField(share, ','))).toBe(share);
    expect(shareOfField(percentField(share, '.'))).toBe(share);
  }
  expect(percentField(0.57, ',')).toBe('57');
  expect(percentField(0.985, ',')).toBe('98,5');
});

it('what is no share is none', () => {
  for (const text of ['', ' ', 'many', '985', '-1', '98 %']) expect(shareOfField(text)).toBeNull();
});
