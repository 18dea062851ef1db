/** What notifications need while the app is open: the screen that one leads to, and a subscription that is kept up. */
import { go } from '../router.svelte.ts';
import { keepUp } from './device.ts';

/** Opens what a notification is about, when it was tapped. */
function followTaps(): void {
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'object' && data && 'opens' in data && typeof data.opens === 'string')
      go(data.opens);
  });
  navigator.serviceWorker.startMessages();
}

export function startPush(person: string): void {
  if (!('serviceWorker' in navigator)) return;
  followTaps();
  // Without network it is tried again at the next start.
  keepUp(person).catch(() => undefined);
}
