/** Puts somebody elsewhere in a row: by keys one place, by dragging any. */

/** The row with the one at `from` moved to `to`; out of bounds changes nothing. */
export function moved<T>(row: T[], from: number, to: number): T[] {
  const one = row[from];
  if (one === undefined || to < 0 || to >= row.length || from === to) return row;
  const rest = row.toSpliced(from, 1);
  return rest.toSpliced(to, 0, one);
}

/** Over which place of a row a pointer is, by the middles of its places from top to bottom. */
export function placeAt(middles: number[], y: number): number {
  const found = middles.findIndex((middle) => y < middle);
  return found < 0 ? middles.length - 1 : found;
}
