/** Does something now and then again and again, as long as the page is seen. */

/** Answers how to stop; `pause` in milliseconds. */
export function every(pause: number, task: () => Promise<unknown>): () => void {
  const seen = () => {
    if (document.visibilityState === 'visible') void task();
  };
  seen();
  const timer = setInterval(seen, pause);
  return () => clearInterval(timer);
}
