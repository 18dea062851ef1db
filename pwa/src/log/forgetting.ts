/** What a device may no longer keep: proposals that were not chosen, and what others took back. */
import { isSaid, type WireEvent } from './event.ts';
import { unchosen } from './fold.ts';
import { type SessionView } from './view.ts';
import { rewrite } from './mirror.ts';

/** After these the device forgets what was proposed and not chosen, or taken back. */
export const FORGETS = new Set([
  'case_chosen',
  'choice_declined',
  'session_closed',
  'contribution_withdrawn',
]);
const RETURNS = new Set(['choice_undone', 'session_reopened']);
/** These show proposals again when an earlier choice had returned them to their owners. */
const REOPENS = new Set(['choice_opened', 'case_offered']);

/** Whether the server shows again, after a fresh event, what it withheld from this view. */
export const reveals = (view: SessionView, { type, version }: WireEvent): boolean =>
  version > view.version && (RETURNS.has(type) || (view.chosen !== null && REOPENS.has(type)));

/** Leaves in the mirror only what this person may still see. */
export async function forgetTexts(view: SessionView, me: string): Promise<void> {
  const taken = new Set(
    view.entries.flatMap(({ withdrawn, by, id }) => (withdrawn && by !== me ? id : [])),
  );
  await rewrite(view.session, (event) =>
    isSaid(event) && (taken.has(event.id) || unchosen(view, event, me))
      ? { version: event.version, type: 'withheld', at: event.at }
      : event,
  );
}
