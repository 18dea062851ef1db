/** How Kring comes to the first screen of this device: by a tap, by hand, or it is there already. */

interface Installing extends Event {
  prompt: () => Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

declare global {
  var kringInstall: Installing | undefined;
}

export type Way = 'tap' | 'ios' | 'android' | 'none';

const standsAlone = (): boolean =>
  matchMedia('(display-mode: standalone)').matches ||
  (navigator as { standalone?: boolean }).standalone === true;

/** A newer iPad says that it is a Mac, and has a screen to touch. */
export const isApple = (agent: string, touches: number): boolean =>
  /iPhone|iPad|iPod/.test(agent) || (agent.includes('Macintosh') && touches > 1);

export function wayOf(agent: string, touches: number, offered: boolean): Way {
  if (offered) return 'tap';
  if (isApple(agent, touches)) return 'ios';
  return agent.includes('Android') ? 'android' : 'none';
}

export const way = (): Way =>
  standsAlone()
    ? 'none'
    : wayOf(navigator.userAgent, navigator.maxTouchPoints, globalThis.kringInstall !== undefined);

/** Asks the browser to install; answers whether it was done. A browser can be asked once. */
export async function install(): Promise<boolean> {
  const offered = globalThis.kringInstall;
  globalThis.kringInstall = undefined;
  return (await offered?.prompt())?.outcome === 'accepted';
}
