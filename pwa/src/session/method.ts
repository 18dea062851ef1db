/** The parts that only some methods need, fetched when a meeting has such a method: it may lose the network. */
import type { Kind } from '../api/wire.ts';
import { loadMethod } from '../screens.ts';
import { learn } from '../text/text.svelte.ts';

const OF_SOME: Kind[] = [
  'rating',
  'association',
  'reformulation',
  'position',
  'argument',
  'feedback',
  'evaluation',
  'note',
];

export const loadMarks = async () => ({ default: (await loadMethod()).Marks });
export const loadMarked = async () => ({ default: (await loadMethod()).Marked });
export const loadAdviceWish = async () => ({ default: (await loadMethod()).AdviceWish });
export const loadThoughts = async () => ({ default: (await loadMethod()).Thoughts });
export const loadMyPart = async () => ({ default: (await loadMethod()).MyPart });

export function warmUpMethod(kinds: readonly Kind[]): void {
  if (!kinds.some((kind) => OF_SOME.includes(kind))) return;
  void Promise.all([loadMethod(), learn('parts')]).catch(() => undefined);
}
