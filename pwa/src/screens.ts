/** The one screen that is fetched before it is asked for: the meeting itself. */

import { learn } from './text/text.svelte.ts';

export const loadSession = () => import('./session/Session.svelte');

/** Fetches the meeting's screen when there is nothing better to do. */
export function warmUp(): void {
  const fetchIt = () => void Promise.all([loadSession(), learn('meeting')]).catch(() => undefined);
  if ('requestIdleCallback' in globalThis) requestIdleCallback(fetchIt);
  else setTimeout(fetchIt, 1500);
}
