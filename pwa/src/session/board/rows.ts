/** What the board shows of something that was said, worked out for a whole part at once: one that stays as it is costs nothing. */
import type { Mark } from '../../api/wire.ts';
import type { Entry, SessionView } from '../../log/view.ts';
import { steady } from '../../log/steady.ts';
import { marks } from '../marked.ts';
import { mayReword } from '../rewording.ts';

export interface Row<E extends Entry = Entry> {
  entry: E;
  /** What the contributor marked it with. */
  mark: Mark | undefined;
  /** Whether I can still change it. */
  may: boolean;
  /** It cannot be taken back any more. */
  keeps: boolean;
  /** The one above is of the same person. */
  same?: boolean;
}

/** Each thing that was said with what the meeting makes of it for me. */
export function rowsOf<E extends Entry>(
  view: SessionView,
  me: string,
  now: number,
  entries: E[],
): Row<E>[] {
  const marked = marks(view);
  return entries.map((entry) => ({
    entry,
    mark: marked.get(entry.id),
    may: mayReword(view, entry, me, now),
    keeps: !!view.closedAt,
  }));
}

/** Keeps the rows of one part of the board as they are while others come. */
export const steadyRows = () => steady<Row>(({ entry }) => entry.id);
