import { expect, it } from 'vitest';
import { budgetOf, daysOf } from './plan';

it.each([
  ['200', 200],
  [' 1 500,5 ', 1500.5],
  ['0', null],
  ['5001', null],
  ['', null],
  ['långt', null],
])('a budget written as %j', (text, km) => expect(budgetOf(text)).toBe(km));

it.each([
  ['3', 3],
  ['30', 30],
  ['31', null],
  ['1,5', null],
  ['', null],
])('days written as %j', (text, days) => expect(daysOf(text)).toBe(days));
