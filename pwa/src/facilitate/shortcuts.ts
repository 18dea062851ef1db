/** The keys of the cockpit. They can be switched off, and never act while somebody types. */

import { onDevice } from '../store/slips.ts';

export const KEYS = {
  n: 'next',
  s: 'skip',
  p: 'pause',
  '2': 'two',
  '5': 'five',
  z: 'undo',
  h: 'situations',
  k: 'cards',
  r: 'park',
  v: 'order',
  '?': 'keys',
} as const;

export type Shortcut = (typeof KEYS)[keyof typeof KEYS];

const OFF = 'kring-no-keys';

export const keysAreOn = (): boolean => onDevice.read(OFF) === null;

export function switchKeys(on: boolean): void {
  onDevice.write(OFF, on ? null : 'yes');
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select') !== null;

/** The shortcut of a key press; undefined while somebody types, a sheet is open or the keys are off. */
export function shortcutOf(event: KeyboardEvent): Shortcut | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return undefined;
  if (!keysAreOn() || isTyping(event.target) || document.querySelector('dialog[open]'))
    return undefined;
  return KEYS[event.key.toLowerCase() as keyof typeof KEYS];
}
