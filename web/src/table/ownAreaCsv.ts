/** The table of one's own area as comma-separated values, with what its figures rest on. */
import type { OwnZone, SupplyGaps } from '../api/types';
import { type AreaMeasure, measuresOf } from './ownArea';

const COLUMNS = [
  ...['network', 'service', 'technology', 'without_technology', 'evidence', 'as_of'],
  ...['demand', 'unit', 'total', 'covered', 'uncovered', 'covered_percent'],
  ...['data_version', 'method_version', 'profile', 'zone_sha256', 'demonstration'],
];
/** RFC 4180. */
const END_OF_LINE = '\r\n';

/** A row for each network and demand; UTF-8 with a header. Figures are the service's, unrounded. */
export function ownAreaCsv(zone: OwnZone): string {
  const rows = zone.supplies.flatMap((supply) =>
    measuresOf(zone).map((name) => row(zone, supply, name)),
  );
  return [COLUMNS, ...rows].map((cells) => cells.map(cell).join(',') + END_OF_LINE).join('');
}

function row(
  { question, basis }: OwnZone,
  { network, figures }: SupplyGaps,
  name: AreaMeasure,
): unknown[] {
  const { unit, total, covered, uncovered, covered_share } = figures[name] ?? {};
  const { service, technology, without_technology } = question;
  const sha256 = basis.inputs.find(({ kind }) => kind === 'zone')?.sha256;
  return [
    ...[network, service, technology, without_technology, basis.evidence, basis.as_of],
    ...[name, unit, total, covered, uncovered, covered_share?.percent],
    ...[basis.data_version, basis.method_version, basis.profile, sha256, basis.demonstration],
  ];
}

function cell(value: unknown): string {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
