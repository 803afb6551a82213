/** The fields of a requirement's form as texts, and back: a share is written in per cent. */

/** 0.985 as `98,5`; digits that only arithmetic brought are left out. */
export function percentField(share: number, decimalSign: ',' | '.'): string {
  return String(Number((share * 100).toFixed(8))).replace('.', decimalSign);
}

/** The share 0…1, or null where it is no number from 0 to 100. */
export function shareOfField(text: string): number | null {
  const typed = text.trim().replace(',', '.');
  const percent = typed === '' ? NaN : Number(typed);
  return percent >= 0 && percent <= 100 ? Number((percent / 100).toFixed(10)) : null;
}
