/** Lets somebody feel that it is their turn: said once, a short vibration, a mark on the app. */
import { onDevice } from '../store/slips.ts';
import { announce } from '../a11y/announce.svelte.ts';

const OFF = 'kring-still';
const SHORT = [80, 60, 80];

export const isStill = (): boolean => onDevice.read(OFF) !== null;

/** Switches the vibration of this device off or on. */
export function keepStill(still: boolean): void {
  onDevice.write(OFF, still ? '1' : null);
}

/** Whether this device can vibrate at all. */
export const canVibrate = (): boolean => 'vibrate' in navigator;

function vibrate(): void {
  const may = canVibrate() && navigator.userActivation.hasBeenActive;
  if (may && document.visibilityState === 'visible' && !isStill()) navigator.vibrate(SHORT);
}

function mark(is: boolean): void {
  if (!('setAppBadge' in navigator)) return;
  const badge = is ? navigator.setAppBadge(1) : navigator.clearAppBadge();
  badge.catch(() => undefined);
}

export class Felt {
  #last: string | null = null;

  /** Takes what waits for this person; the same thing again is not felt again. */
  call(what: string | null, words: string | null): void {
    if (what === this.#last) return;
    this.#last = what;
    mark(what !== null);
    if (what === null || words === null) return;
    announce(words);
    vibrate();
  }
}
