/** Who has said something in the running step, and who has not yet: for whoever guides alone, and no score. */
import type { SessionView } from '../log/view.ts';
import { running, stepNow } from '../log/view.ts';
import { circle, said, saidNow } from '../session/reading.ts';
import { speaks } from '../session/speaking.ts';
import type { SaidType } from '../log/event.ts';

const EVERYTHING: SaidType[] = [
  'checked_in',
  'follow_up_reported',
  'action_carried_on',
  'feedback_given',
  'case_proposed',
  'nothing_proposed',
  'case_described',
  'question_asked',
  'question_answered',
  'turn_passed',
  'hypothesis_offered',
  'observation_shared',
  'reflection_shared',
  'advice_given',
  'takeaway_stated',
  'action_committed',
  'insight_noted',
  'thought_shared',
  'contribution_rated',
  'checked_out',
];

/** Those for whom the running step is. */
export function asked(view: SessionView): string[] {
  const step = view.method?.steps[stepNow(view)];
  if (!step || step.kinds.every((kind) => kind === 'vote')) return [];
  const beforeTheCase = !view.chosen && step.speakers.includes('contributor');
  return circle(view).filter((person) => beforeTheCase || speaks(view, person));
}

/** How often each of them said something, or passed, in the running step. */
export function words(view: SessionView): Map<string, number> {
  const step = stepNow(view);
  const count = new Map(asked(view).map((person) => [person, 0]));
  const now = view.chosen ? saidNow(view, ...EVERYTHING) : said(view, ...EVERYTHING);
  for (const entry of now) {
    const before = count.get(entry.by);
    if (entry.step === step && before !== undefined) count.set(entry.by, before + 1);
  }
  return count;
}

/** Those who have not said anything in this step yet, in turn order. */
export const notYet = (view: SessionView): string[] =>
  [...words(view)].filter(([, times]) => times === 0).map(([person]) => person);

/** When something was last said in the running step; its beginning when nothing was. */
export function lastWord(view: SessionView): number {
  const run = running(view);
  if (!run) return 0;
  const said = view.entries.filter((entry) => entry.step === run.step && !entry.withdrawn);
  const moments = said.flatMap((entry) => ('at' in entry && entry.at ? Date.parse(entry.at) : []));
  return Math.max(Date.parse(run.startedAt), ...moments);
}
