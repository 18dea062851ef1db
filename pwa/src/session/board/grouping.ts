/** Puts what each person said together: who spoke last comes first, and so does what they said last. */

/** Takes rows from the first to the last; `same`: the one before is of the same person. */
export function byPerson<R extends { entry: { by: string } }>(
  rows: R[],
): (R & { same: boolean })[] {
  const newest = rows.toReversed();
  const people = [...new Set(newest.map(({ entry }) => entry.by))];
  return people.flatMap((person) =>
    newest
      .filter(({ entry }) => entry.by === person)
      .map((row, index) => ({ ...row, same: index > 0 })),
  );
}
