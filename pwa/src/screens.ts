/** The one screen that is fetched before it is asked for: the meeting itself. */

export const loadSession = () => import('./session/Session.svelte');

/** Fetches the meeting's screen when there is nothing better to do. */
export function warmUp(): void {
  const idle = globalThis.requestIdleCallback ?? ((task: () => void) => setTimeout(task, 1500));
  idle(() => void loadSession().catch(() => undefined));
}
