/** The screen that a tapped notification leads to, in an app that is open: heard from the first moment on. */
import { go } from '../router.svelte.ts';

/** Opens what a notification is about, when it was tapped. */
export function followTaps(): void {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'object' && data && 'opens' in data && typeof data.opens === 'string')
      go(data.opens);
  });
  navigator.serviceWorker.startMessages();
}
