/** What an erased case, or a person who is gone, leaves of what was said: that it was said, no word of it. */
import { isSaid, type SaidEvent, type SaidType, type WireEvent } from './event.ts';
import type { Entry, SessionView } from './view.ts';

/** Which fields of a contribution hold words. */
export const WORDS: Partial<Record<SaidType, readonly string[]>> = {
  checked_in: ['text'],
  follow_up_reported: ['did', 'effect', 'learned'],
  action_carried_on: ['first_step'],
  feedback_given: ['text'],
  case_proposed: ['title', 'question', 'influence'],
  case_described: ['question', 'context', 'own_behaviour', 'effect'],
  question_asked: ['text'],
  question_answered: ['text'],
  hypothesis_offered: ['text'],
  observation_shared: ['text'],
  reflection_shared: ['text'],
  thought_shared: ['text'],
  note_written: ['text'],
  advice_given: ['text'],
  takeaway_stated: ['text'],
  action_committed: ['text', 'first_step'],
  insight_noted: ['text'],
  checked_out: ['text'],
};
const PERSONAL = new Set<SaidType>(['takeaway_stated', 'action_committed']);

/** The event without its words. */
export function blank<E extends SaidEvent>(event: E): E {
  const nothing = Object.fromEntries((WORDS[event.type] ?? []).map((field) => [field, null]));
  return { ...event, ...nothing };
}

/** The case that something is about, as far as this meeting knows. */
function caseOf(view: SessionView, event: SaidEvent): string | undefined {
  if (event.type === 'case_proposed') return event.id;
  if ('case' in event) return event.case ?? undefined;
  if (event.type === 'follow_up_reported')
    return view.openActions.find(({ action }) => action === event.action)?.case;
  if (event.type !== 'feedback_given') return undefined;
  const report = view.entries.find(({ id }) => id === event.follow_up);
  return report && caseOf(view, report);
}

/** Whether the words of an event must be gone from this person's devices; an insight goes with the case that gave it. */
export function isGone(view: SessionView, event: SaidEvent, me: string): boolean {
  if (view.forgotten.includes(event.by)) return true;
  const about = caseOf(view, event);
  const erased = view.erased.find((each) => each.case === about);
  if (erased) return !(erased.kept && event.by === me && PERSONAL.has(event.type));
  const ofACaseHere = view.erased.some((each) => view.cases.includes(each.case));
  return event.type === 'insight_noted' && event.by !== me && ofACaseHere;
}

/** Takes the words of what is gone out of a view. */
export function hideGone(view: SessionView, me: string): void {
  if (!view.erased.length && !view.forgotten.length) return;
  const changes = (entry: Entry) => !entry.gone && isGone(view, entry, me);
  if (!view.entries.some(changes)) return;
  view.entries = view.entries.map((entry) =>
    changes(entry) ? { ...blank(entry), gone: true } : entry,
  );
}

/** Every id under which the device may have kept something of what these events erase. */
export function tracesOf(view: SessionView, events: WireEvent[]): string[] {
  const cases = events.flatMap((event) => (event.type === 'case_erased' ? event.case : []));
  const people = events.flatMap((event) => (event.type === 'author_forgotten' ? event.person : []));
  const about = view.entries.filter(
    (entry) => isSaid(entry) && cases.includes(caseOf(view, entry) ?? ''),
  );
  return [...new Set([...cases, ...people, ...about.map(({ id }) => id)])];
}
