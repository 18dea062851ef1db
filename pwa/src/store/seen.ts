/** What is read again while somebody looks: what others did shows without a reload. */

/** Milliseconds between two readings of what may change at any time, such as a meeting that begins. */
export const NOW_AND_THEN = 10_000;

/** Reads now, when somebody comes back to the page, and every so often while they look; returns what ends it. */
export function whileSeen(read: () => unknown, every: number): () => void {
  const look = () => {
    if (document.visibilityState === 'visible') read();
  };
  read();
  const timer = setInterval(look, every);
  document.addEventListener('visibilitychange', look);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
  };
}
