/** What a device may no longer keep: what was not chosen, taken back, erased, or said by who is gone. */
import { blank, isGone } from './erasing.ts';
import { isSaid, type WireEvent } from './event.ts';
import { unchosen } from './fold.ts';
import type { Entry, SessionView } from './view.ts';
import { rewrite } from './mirror.ts';

const ERASES = new Set(['case_erased', 'author_forgotten']);
/** After these the device forgets what it may no longer keep. */
export const FORGETS = new Set([
  'case_chosen',
  'choice_declined',
  'choice_cancelled',
  'offer_taken_back',
  'session_closed',
  'contribution_withdrawn',
  ...ERASES,
]);
const RETURNS = new Set(['choice_undone', 'session_reopened']);
/** These show proposals again when an earlier choice had returned them to their owners. */
const REOPENS = new Set(['choice_opened', 'case_offered']);

/** Whether an event takes words back for good, wherever the device keeps them. */
export const erases = ({ type }: WireEvent): boolean => ERASES.has(type);

/** Whether the server shows again, after a fresh event, what it withheld from this view. */
export const reveals = (view: SessionView, event: WireEvent): boolean =>
  event.version > view.version &&
  (RETURNS.has(event.type) || (view.chosen !== null && (REOPENS.has(event.type) || erases(event))));

const correctedBy = (event: WireEvent, said: Map<string, Entry>): Entry | undefined =>
  event.type === 'contribution_corrected' ? said.get(event.contribution) : undefined;

/** Leaves in the mirror only what this person may still see. */
export async function forgetTexts(view: SessionView, me: string): Promise<void> {
  const taken = new Set(
    view.entries.flatMap(({ withdrawn, by, id }) => (withdrawn && by !== me ? id : [])),
  );
  const said = new Map(view.entries.map((entry) => [entry.id, entry]));
  await rewrite(view.session, (event) => {
    const about = isSaid(event) ? event : correctedBy(event, said);
    if (!about) return event;
    if (taken.has(about.id) || unchosen(view, about, me))
      return { version: event.version, type: 'withheld', at: event.at };
    if (!isGone(view, about, me)) return event;
    return isSaid(event) ? blank(event) : { ...event, wordings: {} };
  });
}
