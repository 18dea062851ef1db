/** Whose step it is: who may say what in it. The server decides in the same way, and has the last word. */
import type { Kind, Step } from '../api/wire.ts';
import { stepNow, type SessionView } from '../log/view.ts';

type Speaker = Step['speakers'][number];

const OF_THE_CONTRIBUTOR = new Set<Kind>(['description', 'rating', 'takeaway', 'action']);
const OF_ANYBODY = new Set<Kind>([
  'check_in',
  'check_out',
  'follow_up',
  'proposal',
  'insight',
  'evaluation',
  'note',
]);

export const stepOf = (view: SessionView): Step | undefined => view.method?.steps[stepNow(view)];

function observes(view: SessionView, me: string): boolean {
  const named = view.roles.observers ?? [];
  if (named.length) return named.includes(me);
  const parts = Object.values(view.roles).flat();
  return me !== view.chosen?.contributor && !parts.includes(me);
}

function guards(view: SessionView, me: string): boolean {
  if (view.facilitators.length) return view.facilitators.includes(me);
  return me !== view.chosen?.contributor;
}

const PARTS: Record<Speaker, (view: SessionView, me: string) => boolean> = {
  everyone: () => true,
  contributor: (view, me) => me === view.chosen?.contributor,
  members: (view, me) => me !== view.chosen?.contributor,
  facilitator: guards,
  previous_contributor: (view, me) => view.openActions.some((each) => each.contributor === me),
  consultant: (view, me) => view.roles.consultant?.includes(me) ?? false,
  coach: (view, me) => view.roles.coach?.includes(me) ?? false,
  observers: observes,
};

/** Whether the running step is for this person to speak in. */
export const speaks = (view: SessionView, me: string): boolean =>
  stepOf(view)?.speakers.some((speaker) => PARTS[speaker](view, me)) ?? false;

/** Whether the running step lets this person say something of a kind. */
export function maySay(view: SessionView, me: string, kind: Kind): boolean {
  if (OF_ANYBODY.has(kind)) return true;
  if (OF_THE_CONTRIBUTOR.has(kind)) return PARTS.contributor(view, me);
  const all = stepOf(view)?.speakers.includes('everyone') ?? false;
  if (kind === 'answer') return all || PARTS.contributor(view, me);
  if (kind === 'question' && PARTS.contributor(view, me)) return all;
  return speaks(view, me);
}

/** A step as it shows what is written in it by now: once it was revealed, or a later one began, at once. */
export function shownStep(view: SessionView, index: number): Step | undefined {
  const step = view.method?.steps[index];
  const isShown = view.revealed.includes(index) || stepNow(view) > index;
  return step?.visibility === 'after_reveal' && isShown ? { ...step, visibility: 'live' } : step;
}
