/** How long to leave a busy server alone. */

/** The longest that a server's wish to be left alone is believed, in seconds. */
const LONGEST = 300;

/** Milliseconds until the next try: doubling, never before the server's own wish, and not for all at one moment. */
export function backOff(
  tries: number,
  seconds: number | undefined,
  chance = Math.random(),
): number {
  const wait = Math.min(8_000, 500 * 2 ** Math.min(tries, 6)) * (0.5 + chance / 2);
  return Math.max(wait, Math.min(seconds ?? 0, LONGEST) * 1000 * (1 + chance / 2));
}
