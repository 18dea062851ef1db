/** The one screen that is fetched before it is asked for: the meeting itself. */

export const loadSession = () => import('./session/Session.svelte');

/** Fetches the meeting's screen when there is nothing better to do. */
export function warmUp(): void {
  const fetchIt = () => void loadSession().catch(() => undefined);
  if ('requestIdleCallback' in globalThis) requestIdleCallback(fetchIt);
  else setTimeout(fetchIt, 1500);
}
