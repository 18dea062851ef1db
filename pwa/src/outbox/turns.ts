/** Lets one tab of this device send at a time, and does not wait for one that is frozen. */

const LOCK = 'kring-outbox';
/** Milliseconds: longer than one command can take to be sent. Repeating what a frozen tab sent is harmless. */
const PATIENCE = 30_000;

/** Does something when no other tab does; answers undefined when another tab took the turn away. */
export async function inTurn<T>(
  task: () => Promise<T>,
  patience = PATIENCE,
): Promise<T | undefined> {
  const signal = AbortSignal.timeout(patience);
  try {
    return await navigator.locks.request(LOCK, { signal }, task);
  } catch (fault) {
    if (fault === signal.reason) return navigator.locks.request(LOCK, { steal: true }, task);
    if (fault instanceof DOMException && fault.name === 'AbortError') return undefined;
    throw fault;
  }
}
