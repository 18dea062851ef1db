/** What a device may no longer keep: proposals that were not chosen, and what others took back. */
import { isSaid } from './event.ts';
import { unchosen } from './fold.ts';
import { type SessionView } from './view.ts';
import { rewrite } from './mirror.ts';

/** After these the device forgets what was proposed and not chosen, or taken back. */
export const FORGETS = new Set(['case_chosen', 'session_closed', 'contribution_withdrawn']);
/** After these the server shows again what it withheld. */
export const RETURNS = new Set(['choice_undone', 'session_reopened']);

/** Leaves in the mirror only what this person may still see. */
export async function forgetTexts(view: SessionView, me: string): Promise<void> {
  const chosen = view.chosen?.case ?? null;
  const over = chosen !== null || view.closedAt !== null;
  const taken = new Set(
    view.entries.flatMap(({ withdrawn, by, id }) => (withdrawn && by !== me ? id : [])),
  );
  await rewrite(view.session, (event) =>
    isSaid(event) && (taken.has(event.id) || (over && unchosen(event, chosen, me)))
      ? { version: event.version, type: 'withheld', at: event.at }
      : event,
  );
}
