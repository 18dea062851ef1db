/** How long the steps take by now, and until when those before the last ones can take. */
import type { Kind, Step } from '../api/wire.ts';
import { stepNow, type SessionView } from '../log/view.ts';

const CLOSES: Kind[] = ['takeaway', 'check_out'];
const EXPLORES: Kind[] = ['advice', 'observation', 'question', 'hypothesis'];
const DAY = 24 * 3600;

/** Whether a step keeps its time: a takeaway, an action that ends the work, a last word. */
export const isReserved = ({ kinds }: Step): boolean =>
  kinds.some((kind) => CLOSES.includes(kind)) ||
  (kinds.includes('action') && !kinds.some((kind) => EXPLORES.includes(kind)));

/** The seconds that a method gives a step: minutes in a room, days when everybody writes at home. */
export const written = (step: Step): number => step.minutes * 60 + (step.days ?? 0) * DAY;

/** Whether a meeting takes days: people write when it suits them, and no clock ticks. */
export const takesDays = (view: SessionView): boolean =>
  view.method?.steps.some(({ days }) => days) ?? false;

/** The seconds that a step takes: as the method says, or as it was planned anew. */
export const lengthOf = (view: SessionView, index: number): number => {
  const step = view.method?.steps[index];
  return view.lengths[index] ?? (step ? written(step) : 0);
};

export interface Plan {
  /** Milliseconds since 1970. */
  endsAt: number;
  freeUntil: number;
}

/** The plan of a meeting; none before it starts, and for a second case. */
export function plan(view: SessionView): Plan | null {
  const began = view.runs[0]?.startedAt;
  const steps = view.method?.steps ?? [];
  if (!began || view.cases.length > 1) return null;
  const whole = steps.reduce((sum, step) => sum + written(step), 0);
  const now = stepNow(view);
  const kept = steps.reduce(
    (sum, step, index) => sum + (index > now && isReserved(step) ? lengthOf(view, index) : 0),
    0,
  );
  const endsAt = new Date(began).getTime() + whole * 1000;
  return { endsAt, freeUntil: endsAt - kept * 1000 };
}

/** How many seconds the steps to come need more than there are, the last ones kept; 0 when all fits. */
export function lacking(view: SessionView, at: number): number {
  const whole = plan(view);
  const run = view.runs.at(-1);
  if (!whole || !run || run.endedAt) return 0;
  const now = stepNow(view);
  const free = (view.method?.steps ?? []).reduce(
    (sum, step, index) => sum + (index > now && !isReserved(step) ? lengthOf(view, index) : 0),
    0,
  );
  const ends = run.endsAt ? new Date(run.endsAt).getTime() : at;
  return Math.max(0, free - Math.floor((whole.freeUntil - Math.max(at, ends)) / 1000));
}
