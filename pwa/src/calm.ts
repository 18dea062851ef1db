/** When the first screen stands and the device has nothing better to do: a slow phone does one thing at a time. */

/** Milliseconds after which what waits begins on a device that is never idle, or thinks that nobody looks. */
const AT_LAST = 2_000;

/** Milliseconds that the first screen has for itself; a meeting has none to lose before it can do without network. */
const FIRST = /\/s\/[^/]+/.test(location.pathname) ? 0 : 3_000;

export const calm = new Promise<void>((done) => {
  setTimeout(() => {
    if ('requestIdleCallback' in globalThis)
      requestIdleCallback(() => done(), { timeout: AT_LAST });
    else done();
  }, FIRST);
});
