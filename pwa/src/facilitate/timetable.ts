/** When each step is expected to begin and end, and what shifts when one takes longer. */
import type { Step } from '../api/wire.ts';
import type { SessionView } from '../log/view.ts';
import { running, stepNow } from '../log/view.ts';
import { took } from '../session/clockwork.ts';
import { lengthOf, written } from '../session/plan.ts';

/** Whether a step was, is or comes; a `passed` one was skipped or is not wanted. */
export type Phase = 'past' | 'now' | 'coming' | 'passed';

export interface Slot {
  phase: Phase;
  /** Milliseconds since 1970: when the step began, or is expected to. */
  starts: number;
  ends: number;
  /** Milliseconds that the step took so far; null before it ran. */
  used: number | null;
  /** Milliseconds that its beginning shifted against the plan. */
  shift: number;
}

export interface Timetable {
  slots: Slot[];
  /** When the meeting is expected to end, and when it would have ended by the plan. */
  ends: number;
  planned: number;
}

const SECOND = 1000;
const moment = (at: string) => new Date(at).getTime();

/** Whether a step falls away because the contributor wants no advice. */
export const refused = (view: SessionView, step: Step): boolean =>
  (view.adviceMode === 'none' ||
    (view.adviceMode === 'on_request' && view.wishesAdvice === false)) &&
  step.kinds.every((kind) => kind === 'advice');

/** When the running step ends: as agreed, or now when it runs over; a pause puts it off. */
function endOfNow(view: SessionView, now: number): number {
  const run = running(view);
  if (!run?.endsAt) return now;
  const paused = view.pausedAt ? now - moment(view.pausedAt) : 0;
  return Math.max(now, moment(run.endsAt) + paused);
}

const used = (view: SessionView, step: number, now: number): number | null => {
  const runs = view.runs.filter((run) => run.step === step);
  return runs.length ? runs.reduce((sum, run) => sum + took(run, now), 0) : null;
};

/** The step after which everything still comes: the running one, or the last that ran. */
export const reached = (view: SessionView): number => {
  const current = stepNow(view);
  return current >= 0 ? current : (view.runs.at(-1)?.step ?? -1);
};

/** The next step to start; as many as there are steps when none is left. */
export function nextStep(view: SessionView, after = reached(view)): number {
  const steps = view.method?.steps ?? [];
  const found = steps.findIndex((step, index) => index > after && !refused(view, step));
  return found < 0 ? steps.length : found;
}

/** The whole meeting against the clock, as it would go on from now. */
export function timetable(view: SessionView, now: number): Timetable {
  const steps = view.method?.steps ?? [];
  const current = stepNow(view);
  const begin = view.runs[0] ? moment(view.runs[0].startedAt) : now;
  let plan = begin;
  let next = current >= 0 ? endOfNow(view, now) : now;
  const slots = steps.map((step, index): Slot => {
    const planned = plan;
    const takes = (seconds: number) => (refused(view, step) ? 0 : seconds * SECOND);
    plan += takes(written(step));
    const spent = used(view, index, now);
    if (index === current) {
      const starts = moment(running(view)?.startedAt ?? new Date(now).toISOString());
      return { phase: 'now', starts, ends: next, used: spent, shift: starts - planned };
    }
    if (view.closedAt || index <= reached(view) || refused(view, step)) {
      const run = view.runs.findLast((each) => each.step === index);
      const starts = run ? moment(run.startedAt) : planned;
      const ends = run?.endedAt ? moment(run.endedAt) : starts;
      return { phase: run ? 'past' : 'passed', starts, ends, used: spent, shift: 0 };
    }
    const starts = next;
    next += takes(lengthOf(view, index));
    return { phase: 'coming', starts, ends: next, used: spent, shift: starts - planned };
  });
  const ends = view.closedAt ? moment(view.closedAt) : next;
  return { slots, ends, planned: plan };
}
