/** How a group meets: what it was formed with, or arranged since. */
import type { Group, Rhythm } from './wire.ts';

export interface Arrangement extends Pick<Group, 'method' | 'advice_mode' | 'facilitation'> {
  rhythm: Rhythm | null;
  size: { smallest: number; largest: number };
}

export const arrangementOf = ({ rhythm, method, advice_mode, facilitation, size }: Group) => ({
  rhythm,
  method,
  advice_mode,
  facilitation,
  size: { smallest: size.smallest ?? 4, largest: size.largest ?? 8 },
});
