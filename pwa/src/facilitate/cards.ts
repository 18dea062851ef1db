/** Which question cards fit a step, and three of them at random. */
import type { Method, Purpose, QuestionCard } from '../api/wire.ts';

export type Moment = Purpose['moments'][number];

const LATE = ['takeaway', 'action', 'evaluation'];
/** As much of the first question step as the facts get. */
const FOR_THE_FACTS = 1 / 3;

/** Where in the conversation a step is: first the facts, then the depth, after the advice the direction. */
export function momentOf(method: Method, step: number, part: number): Moment {
  const gate = method.steps.findIndex(({ kinds }) => kinds.includes('advice'));
  const kinds: string[] = method.steps[step]?.kinds ?? [];
  if ((gate >= 0 && step > gate) || kinds.some((kind) => LATE.includes(kind))) return 'late';
  const first = method.steps.findIndex((each) => each.kinds.includes('question'));
  if (step < first || (step === first && part < FOR_THE_FACTS)) return 'early';
  return 'middle';
}

/** The purposes whose cards fit a step now. */
export function fitting(
  purposes: Purpose[],
  method: Method,
  step: number,
  part: number,
): Purpose[] {
  const kinds: string[] = method.steps[step]?.kinds ?? [];
  const moment = momentOf(method, step, part);
  return purposes.filter(
    (each) => each.moments.includes(moment) && each.kinds.some((kind) => kinds.includes(kind)),
  );
}

/** Three cards at random, none of them just shown when there are enough others. */
export function three(
  purposes: Purpose[],
  shown: string[] = [],
  random: () => number = Math.random,
): QuestionCard[] {
  const all = purposes.flatMap(({ cards }) => cards);
  const fresh = all.filter(({ key }) => !shown.includes(key));
  const pool = fresh.length >= 3 ? fresh : all;
  const drawn = pool.map((card) => ({ card, order: random() }));
  return drawn
    .sort((one, other) => one.order - other.order)
    .slice(0, 3)
    .map(({ card }) => card);
}
