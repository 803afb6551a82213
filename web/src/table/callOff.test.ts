import { expect, it } from 'vitest';
import { callOffTable } from './callOff';

it('quotes what would else end a field', () => {
  const row = { organisation: ' 402000-0008', day: '2026-02-01', amount: '1 000,50' };
  const table = callOffTable([{ ...row, supplier: 'Nät; "Älv"', reference: 'A1' }]);
  expect(table.split('\n')[1]).toBe('"402000-0008";"2026-02-01";"1 000,50";"Nät; ""Älv""";"A1"');
});
