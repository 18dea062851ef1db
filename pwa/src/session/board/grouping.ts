/** Puts what each person said together: who spoke last comes first, and so does what they said last. */

export interface Grouped<T> {
  entry: T;
  /** The one before is of the same person. */
  same: boolean;
}

/** Takes entries from the first to the last. */
export function byPerson<T extends { by: string }>(entries: T[]): Grouped<T>[] {
  const newest = entries.toReversed();
  const people = [...new Set(newest.map(({ by }) => by))];
  return people.flatMap((person) =>
    newest.filter(({ by }) => by === person).map((entry, index) => ({ entry, same: index > 0 })),
  );
}
