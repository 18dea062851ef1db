/** Lists whose things stay the same objects for as long as nothing about them changes: who shows one of many is not asked again for all. */

const isSame = (one: unknown, other: unknown): boolean =>
  one === other ||
  (Array.isArray(one) &&
    Array.isArray(other) &&
    one.length === other.length &&
    one.every((each, index) => each === other[index]));

/** Whether two things have the same parts; lists among them may differ as objects. */
function isAlike<T extends object>(one: T, other: T): boolean {
  const names = Object.keys(other) as (keyof T)[];
  return (
    names.length === Object.keys(one).length &&
    names.every((name) => isSame(one[name], other[name]))
  );
}

/** Answers each list with the things of the one before where they are alike, and the same list when all are. */
export function steady<T extends object>(
  keyOf: (each: T) => string,
): <U extends T>(list: U[]) => U[] {
  let before: T[] = [];
  return <U extends T>(list: U[]) => {
    const known = new Map(before.map((each) => [keyOf(each), each]));
    const kept = list.map((each) => {
      const old = known.get(keyOf(each));
      return old && isAlike(old, each) ? (old as U) : each;
    });
    if (!isSame(before, kept)) before = kept;
    return before as U[];
  };
}
