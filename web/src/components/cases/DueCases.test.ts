import { render, screen, within } from '@testing-library/svelte';
import { beforeEach, expect, it, vi } from 'vitest';
import { dueCases } from '../../state/cases.svelte';
import { view } from '../../state/view.svelte';
import { dueCase } from '../../testing/cases';
import DueCases from './DueCases.svelte';

beforeEach(() => {
  view.language = 'sv';
});

it('says what is due, until when, and what is late', () => {
  const due = { kind: 'plan', by: 'operator', on: '2026-10-01', is_late: true } as const;
  dueCases.value = [dueCase({ number: 8, state: 'planned', due }), dueCase({})];
  const onShow = vi.fn();
  render(DueCases, { onShow });
  const [late, next] = screen
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole('cell')
        .map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim()),
    );
  expect(late?.slice(0, 2)).toEqual([
    '2026-10-01 försenat',
    'utlovad utbyggnad utbyggnad planerad',
  ]);
  expect(next?.slice(0, 2)).toEqual(['2026-12-31', 'operatörens svar operatören ska svara']);
  const page = screen.getByRole('link', { name: '7' });
  expect(page.getAttribute('href')).toBe('/cases/7?lang=sv');
  screen.getByRole('button', { name: 'Visa på kartan: Ärende 8' }).click();
  expect(onShow).toHaveBeenCalledWith({ lon: 20, lat: 65 });
});

it('nothing due is said', () => {
  dueCases.value = [];
  render(DueCases, { onShow: vi.fn() });
  expect(screen.getByText('Inget ärende väntar på något med sista dag.')).toBeTruthy();
});
