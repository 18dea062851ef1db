/** The server's clock on this device: phones drift, the server holds the end of a step. */

import { onDevice } from '../store/slips.ts';

const WINDOW = 8;
const KEPT = 'kring-clock';
/** Milliseconds by which a device's clock may wander beside its own stopwatch before it was set, or slept. */
const JUMP = 2_000;

let offset = $state(Number(onDevice.read(KEPT)) || 0);
let ticking = $state(Date.now());
let seen: number[] = [];
let stopwatch = Date.now() - performance.now();

/** Whether the device's clock was set, or the device slept, since the last look. */
function jumped(here: number): boolean {
  const before = stopwatch;
  stopwatch = here - performance.now();
  return Math.abs(stopwatch - before) > JUMP;
}

/** Learns from a moment the server told; the answer that travelled fastest is nearest the truth. */
export function learn(serverNow: string, here = Date.now()): void {
  if (jumped(here)) relearn();
  seen = [...seen, new Date(serverNow).getTime() - here].slice(-WINDOW);
  offset = Math.max(...seen);
  onDevice.write(KEPT, String(Math.round(offset)));
}

/** Forgets what was learnt before the device slept or its clock was set. */
export function relearn(): void {
  seen = [];
}

/** The server's time now, in milliseconds. */
export const serverTime = (): number => Date.now() + offset;

/** A moment of this device as the server would have written it. */
export const atServer = (here: number): string => new Date(here + offset).toISOString();

/** The server's time as it ticks: reading it in a component keeps that component up to date. */
export const now = (): number => ticking + offset;

/** Starts the second hand; answers how to stop it. */
export function startTicking(): () => void {
  const timer = setInterval(() => (ticking = Date.now()), 500);
  const wake = () => {
    if (document.visibilityState === 'visible') ticking = Date.now();
  };
  document.addEventListener('visibilitychange', wake);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', wake);
  };
}
