/** When the first screen stands and the device has nothing better to do: a slow phone does one thing at a time. */

/** Milliseconds that the first screen has for itself; a meeting has none to lose before it can do without network. */
const FIRST = /\/s\/[^/]+/.test(location.pathname) ? 0 : 3_000;

export const calm = new Promise<void>((done) => {
  setTimeout(() => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => done());
    else done();
  }, FIRST);
});
