import { expect, it } from 'vitest';
import { kindVerdict, provedRoad, verdict } from '../testing/verification';
import { factsOf, isMeasured, kindsMeasured, provedLines } from './verification';

function fact(name: string, from = verdict('2480', 'inconclusive')): [string, string] {
  const found = factsOf(from, 'sv').find((fact) => fact.name === name);
  if (!found) throw new Error(`no fact ${name}`);
  return [found.signal, found.service].map((text) => text.replace(/\u00a0/g, ' ')) as [
    string,
    string,
  ];
}

it('signal and service stand apart, and what nobody measured is a dash', () => {
  expect(fact('Godkända av utfall (n)')).toEqual(['196 av 200', '–']);
  expect(fact('95 % intervall')).toEqual(['94,97 %–99,22 %', '–']);
  expect(fact('Värda som oberoende (n_eff)')).toEqual(['66,7', '–']);
  expect(fact('Grannars samband (ρ)')).toEqual(['0,25', '–']);
  expect(fact('Överredovisad')).toEqual(['5,56 %', '–']);
});

it('a correlation that cannot be estimated is told, and is no dash', () => {
  const worth = { correlation: null, cluster_votes: 9, effective_votes: 22.2 };
  const by_signal = { ...kindVerdict('inconclusive'), design_effect: worth };
  const told = fact('Grannars samband (ρ)', { ...verdict('2480', 'inconclusive'), by_signal });
  expect(told).toEqual(['går inte att skatta, räknas som 1', '–']);
});

it('sub-zones that fail are named, rejected samples told by their reason', () => {
  const kind = kindVerdict('refuted');
  const failing_sub_zones = [{ name: '7353917071068', tests: 50, passing: 47 }];
  const reliability = { ...kind.reliability, sub_zones: 3, judged_sub_zones: 2, failing_sub_zones };
  const rejected = [{ code: 'on_wifi', count: 4 }];
  const by_signal = { ...kind, reliability, evidence: { ...kind.evidence, rejected } };
  const from = { ...verdict('2480', 'refuted'), by_signal };
  expect(fact('Delområden som inte håller', from)[0]).toBe(
    '1 av 2 bedömda (3 med prov); 7353917071068: 47 av 50',
  );
  expect(fact('Ej medräknade', from)).toEqual(['wi-fi 4', 'inga']);
});

it('only kinds with votes are measured', () => {
  expect(kindsMeasured(verdict('2480', 'confirmed')).map(([kind]) => kind)).toEqual(['signal']);
  expect(kindsMeasured(verdict('2480', 'not_measured'))).toEqual([]);
  expect(isMeasured(kindVerdict('not_measured'))).toBe(false);
});

it('a claimed demand is told as delivered, as verified, and by state', () => {
  const [road, ...classes] = provedLines([provedRoad()], 'en');
  expect(road?.name).toBe('Roads');
  expect(classes.map(({ name }) => name)).toEqual(['Roads: riksvag', 'Roads: no class']);
  expect([road?.claimed, road?.verified].map((one) => one?.share)).toEqual(['80.00%', '76.00%']);
  expect(road?.states.map(({ share }) => share)).toEqual(['25.00%', '5.00%', '20.00%', '50.00%']);
});
