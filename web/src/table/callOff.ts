/** Call-offs as the table that the service takes. */
export type CallOffFields = {
  organisation: string;
  day: string;
  amount: string;
  supplier: string;
  reference: string;
};

const HEADER = 'organisation;day;amount_sek;supplier;reference';

/** As CSV (RFC 4180), each field in quotes. */
export function callOffTable(rows: readonly CallOffFields[]): string {
  const quoted = (text: string) => `"${text.trim().replaceAll('"', '""')}"`;
  const line = ({ organisation, day, amount, supplier, reference }: CallOffFields) =>
    [organisation, day, amount, supplier, reference].map(quoted).join(';');
  return [HEADER, ...rows.map(line)].join('\n');
}
