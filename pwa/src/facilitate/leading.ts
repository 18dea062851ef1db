/** Who leads on which device: by the way of facilitating, the duties that were given, and who watches. */
import type { SessionView } from '../log/view.ts';

const PEERS = new Set(['self_guided', 'rotating_peer']);

export const byPeers = (view: SessionView): boolean => PEERS.has(view.facilitation);

/** On whose phone the guidance is among peers: who took it, or whose turn it was planned to be. */
export const guideOf = (view: SessionView): string | null | undefined =>
  view.duties.guide ?? (view.facilitation === 'rotating_peer' ? view.facilitators[0] : undefined);

export type Seat = 'leads' | 'follows' | 'watches';

/** What this person's cockpit is: with moves, beside somebody else's, or only to look at. */
export function seatOf(view: SessionView, me: string): Seat {
  if (view.observers.includes(me)) return view.duties.apprentice === me ? 'leads' : 'watches';
  if (!byPeers(view)) return 'leads';
  const guide = guideOf(view);
  return !guide || guide === me || !view.present.includes(guide) ? 'leads' : 'follows';
}
