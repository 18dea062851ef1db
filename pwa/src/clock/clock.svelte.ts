/** The server's clock on this device: phones drift, the server holds the end of a step. */

const WINDOW = 8;

let offset = $state(0);
let ticking = $state(Date.now());
let seen: number[] = [];

/** Learns from a moment the server told; the answer that travelled fastest is nearest the truth. */
export function learn(serverNow: string, here = Date.now()): void {
  seen = [...seen, new Date(serverNow).getTime() - here].slice(-WINDOW);
  offset = Math.max(...seen);
}

/** Forgets what was learnt before the device slept or its clock was set. */
export function relearn(): void {
  seen = [];
}

/** The server's time now, in milliseconds. */
export const serverTime = (): number => Date.now() + offset;

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
