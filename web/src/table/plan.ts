/** What somebody writes of a measurement plan, read as people write it. */

/** Kilometres, with a point or a comma; null where it is no budget. */
export function budgetOf(text: string): number | null {
  const km = Number(text.replaceAll(/\s/g, '').replace(',', '.') || Number.NaN);
  return km >= 1 && km <= 5000 ? km : null;
}

export function daysOf(text: string): number | null {
  const days = Number(text.trim() || Number.NaN);
  return Number.isInteger(days) && days >= 1 && days <= 30 ? days : null;
}
