/** What the contributor marked, and with what: the last mark on each counts. */
import type { Mark } from '../api/wire.ts';
import type { SessionView } from '../log/view.ts';
import { said } from './reading.ts';

const found = new WeakMap<SessionView, Map<string, Mark>>();

/** The marks by what they are on; looked up once for each state of a meeting. */
export function marks(view: SessionView): Map<string, Mark> {
  const known = found.get(view);
  if (known) return known;
  const all = new Map(said(view, 'contribution_rated').map((entry) => [entry.on, entry.mark]));
  found.set(view, all);
  return all;
}
