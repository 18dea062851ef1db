/** Lets one visible tab of this device do something, and another take over when it goes. */

/** Does it as soon as no other visible tab does; answers how to stop. */
export function inOneTab(name: string, begin: () => () => void): () => void {
  let over = new AbortController();

  const ask = () => {
    over.abort();
    if (document.visibilityState === 'hidden') return;
    over = new AbortController();
    const { signal } = over;
    const hold = () =>
      new Promise<void>((release) => {
        const stop = begin();
        signal.addEventListener('abort', () => {
          stop();
          release();
        });
      });
    navigator.locks.request(name, { signal }, hold).catch((fault: unknown) => {
      if (!signal.aborted) reportError(fault);
    });
  };
  /** A page that comes out of the browser's memory has lost its turn without hearing of it. */
  const back = ({ persisted }: PageTransitionEvent) => persisted && ask();
  document.addEventListener('visibilitychange', ask);
  addEventListener('pageshow', back);
  ask();
  return () => {
    document.removeEventListener('visibilitychange', ask);
    removeEventListener('pageshow', back);
    over.abort();
  };
}
