/** What the answer to a waiting command means for it. */
import { Refusal, Unreachable, type Problem } from '../api/client.ts';

export type Verdict =
  | { state: 'accepted'; version: number | null }
  | { state: 'rejected'; problem: Problem }
  | { state: 'later'; seconds: number | undefined }
  | { state: 'sign-in' };

const PASSING = new Set([408, 425, 429]);

/** Network, server and passing trouble keep a command; a reasoned no hands it back to its writer. */
export function judge(fault: unknown): Verdict {
  if (fault instanceof Unreachable) return { state: 'later', seconds: undefined };
  if (!(fault instanceof Refusal)) throw fault;
  const { status } = fault.problem;
  if (status >= 500 || PASSING.has(status)) return { state: 'later', seconds: fault.retryAfter };
  if (status === 401) return { state: 'sign-in' };
  return { state: 'rejected', problem: fault.problem };
}

/** Milliseconds until the next try: doubling with jitter, never before the server's own wish. */
export function backOff(
  tries: number,
  seconds: number | undefined,
  chance = Math.random(),
): number {
  const wait = Math.min(30_000, 500 * 2 ** Math.min(tries, 6)) * (0.5 + chance / 2);
  return Math.max(wait, (seconds ?? 0) * 1000);
}
