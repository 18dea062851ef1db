/** What the contributor marked, and with what: the last mark on each counts. */
import type { Mark } from '../api/wire.ts';
import type { SessionView } from '../log/view.ts';
import { saidNow } from '../session/reading.ts';

export const MARKS: Mark[] = ['warm', 'maybe', 'not_now'];

export const marks = (view: SessionView): Map<string, Mark> =>
  new Map(saidNow(view, 'contribution_rated').map((entry) => [entry.on, entry.mark]));
