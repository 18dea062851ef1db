/** What the app may see of a difficult situation without reading moods: counts and clocks, nothing else. */
import type { Situation } from '../api/wire.ts';
import type { SessionView } from '../log/view.ts';
import { running, stepNow } from '../log/view.ts';
import { left } from '../session/clockwork.ts';
import { awaited, circle, currentKinds, said } from '../session/reading.ts';
import { lastWord, words } from './spoken.ts';
import { timetable } from './timetable.ts';

const A_MINUTE = 60_000;
const TALKATIVE = 3;

type Sign = (view: SessionView, now: number) => boolean;

const elapsed = (view: SessionView, now: number): number => {
  const run = running(view);
  return run ? now - Date.parse(run.startedAt) : 0;
};
const planned = (view: SessionView): number =>
  (view.method?.steps[stepNow(view)]?.minutes ?? 0) * A_MINUTE;

const median = (numbers: number[]): number => {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};

const nobodyProposes: Sign = (view, now) => {
  if (!currentKinds(view).includes('proposal') || awaited(view).length) return false;
  const nothing = new Set(said(view, 'nothing_proposed').map(({ by }) => by));
  const all = circle(view);
  const everybody = all.length > 0 && all.every((person) => nothing.has(person));
  return (
    said(view, 'case_proposed').length === 0 && (everybody || elapsed(view, now) >= planned(view))
  );
};

const silent: Sign = (view, now) =>
  currentKinds(view).includes('question') &&
  view.chosen !== null &&
  !view.pausedAt &&
  now - lastWord(view) > A_MINUTE;

const oneDominates: Sign = (view) => {
  const counts = [...words(view).values()];
  const most = Math.max(0, ...counts);
  return counts.length > 2 && most >= TALKATIVE && most > 2 * median(counts);
};

const runsOver: Sign = (view, now) => {
  if (!running(view) || view.pausedAt) return false;
  const { ends, planned: by } = timetable(view, now);
  return (left(view, now)?.over ?? false) || ends - by > 5 * A_MINUTE;
};

const noReport: Sign = (view, now) =>
  currentKinds(view).some((kind) => kind === 'follow_up' || kind === 'proposal') &&
  awaited(view).some(
    ({ contributor }) =>
      !view.present.includes(contributor) || elapsed(view, now) > planned(view) / 2,
  );

const few: Sign = (view) =>
  view.method !== null &&
  view.chosen === null &&
  !view.closedAt &&
  circle(view).length > 0 &&
  circle(view).length < view.method.size_min;

const chosenCase = (view: SessionView) =>
  said(view, 'case_proposed').find(({ id }) => id === view.chosen?.case);

const vague: Sign = (view, now) => {
  const question = chosenCase(view)?.question;
  if (!currentKinds(view).includes('description') || !question) return false;
  return !question.includes('?') || elapsed(view, now) > planned(view);
};

const outOfReach: Sign = (view) => {
  const influence = chosenCase(view)?.influence;
  const about = currentKinds(view).some((kind) => kind === 'description' || kind === 'question');
  return about && typeof influence === 'number' && influence <= 2;
};

const SIGNS: Record<string, Sign> = {
  emotion: (view) => view.pausedAt !== null,
  no_question: nobodyProposes,
  silence: silent,
  overrun: runsOver,
  no_followup: noReport,
  small_group: few,
  dominance: oneDominates,
  vague_case: vague,
  not_influenceable: outOfReach,
};

/** The situations of which there is a sign now, the most urgent first. */
export const signals = (view: SessionView, now: number): string[] =>
  view.closedAt ? [] : Object.keys(SIGNS).filter((key) => SIGNS[key]?.(view, now));

/** All situations, those with a sign first; the order of the others stays. */
export const ordered = (situations: Situation[], signed: string[]): Situation[] => [
  ...signed.flatMap((key) => situations.find((each) => each.key === key) ?? []),
  ...situations.filter(({ key }) => !signed.includes(key)),
];
