/** How well this device keeps things: for as long as it may, for some days, or not at all. */

import { onDevice } from './slips.ts';

const ASKED = 'kring-asked-to-last';

/** Whether the browser may throw away what is kept, when space runs low or after days without a visit. */
let passing = $state(false);
/** Whether the last thing to be kept was not: a private window, or a full disk. */
let lost = $state(false);

export const mayBeCleared = (): boolean => passing;
export const keepsNothing = (): boolean => lost;

async function ask(): Promise<void> {
  if (!('storage' in navigator)) return;
  const storage = navigator.storage;
  const asked = onDevice.read(ASKED);
  onDevice.write(ASKED, 'yes');
  passing = !((await storage.persisted()) || (!asked && (await storage.persist())));
}

let asking: Promise<void> | undefined;

/** Asks the browser, once on a device, to keep what is kept here; called when there first is something. */
export function askToLast(): void {
  asking ??= ask().catch(() => undefined);
}

/** Keeps something if the device can, and remembers whether it could; answers the same. */
export async function tryToKeep(keeping: () => Promise<unknown>): Promise<boolean> {
  try {
    await keeping();
    lost = false;
  } catch {
    lost = true;
  }
  return !lost;
}
