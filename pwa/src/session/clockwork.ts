/** How much time a step has left, and how its real times compare with the plan. */
import type { Run, SessionView } from '../log/view.ts';
import { running } from '../log/view.ts';

export interface Left {
  /** Milliseconds; negative when the step runs over. */
  remaining: number;
  /** How much of the step is over, 0 to 1. */
  part: number;
  over: boolean;
}

const moment = (at: string) => new Date(at).getTime();

/** What is left of the running step at a moment; a pause holds the clock. */
export function left(view: SessionView, now: number): Left | null {
  const run = running(view);
  if (!run?.endsAt) return null;
  const at = view.pausedAt ? moment(view.pausedAt) : now;
  const remaining = moment(run.endsAt) - at;
  const whole = Math.max(1, moment(run.endsAt) - moment(run.startedAt));
  return { remaining, part: Math.min(1, Math.max(0, 1 - remaining / whole)), over: remaining < 0 };
}

/** How long a run took, or takes up to now, in milliseconds. */
export const took = (run: Run, now: number): number =>
  (run.endedAt ? moment(run.endedAt) : now) - moment(run.startedAt);

/** Milliseconds that the meeting is behind its plan (ahead when negative), as far as it has come. */
export function behind(view: SessionView, now: number): number {
  const steps = view.method?.steps ?? [];
  return view.runs.reduce((sum, run) => {
    const planned = (steps[run.step]?.minutes ?? 0) * 60_000;
    const real = took(run, now);
    return sum + (run.endedAt ? real - planned : Math.max(0, real - planned));
  }, 0);
}
