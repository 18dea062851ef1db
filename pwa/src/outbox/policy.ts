/** What the answer to a waiting command means for it. */
import { Refusal, Unreachable, type Problem } from '../api/client.ts';

export type Final =
  | { state: 'accepted'; version: number | null }
  /** Without a problem when it was not Kring that refused. */
  | { state: 'rejected'; problem?: Problem | undefined };

export type Verdict =
  | Final
  /** `odd`: the answer may be about this command alone, and come again for ever. */
  | { state: 'later'; seconds: number | undefined; odd?: boolean; problem?: Problem | undefined }
  | { state: 'sign-in' };

const PASSING = new Set([408, 425, 429]);
/** Answers that name one command as their cause at least as much as the moment. */
const INTERNAL = 500;

/** Whether an answer is not Kring's own: a captive portal's, or that of a gate on the way. */
export const isForeign = (problem: Problem): boolean => !problem.type.startsWith('/problems/');

/** Whether a refusal is about the moment: the server is busy, away or broken. */
export const isPassing = ({ problem }: Refusal): boolean =>
  problem.status >= INTERNAL || PASSING.has(problem.status) || isForeign(problem);

/** Network, server and passing trouble keep a command; a reasoned no hands it back to its writer. */
export function judge(fault: unknown): Verdict {
  if (fault instanceof Unreachable) return { state: 'later', seconds: undefined };
  if (!(fault instanceof Refusal)) throw fault;
  const { problem, retryAfter: seconds } = fault;
  if (problem.status === INTERNAL) return { state: 'later', seconds, odd: true, problem };
  if (problem.status > INTERNAL || PASSING.has(problem.status)) return { state: 'later', seconds };
  if (isForeign(problem)) return { state: 'later', seconds, odd: true };
  if (problem.status === 401) return { state: 'sign-in' };
  return { state: 'rejected', problem };
}
