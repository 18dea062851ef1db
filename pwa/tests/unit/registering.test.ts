/** The worker gets onto the device, whatever happens to the network while it is fetched. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { registered } from '../../src/update/registering.ts';

/** What a browser has and Node has not: a worker that gets all its parts, or not. */
class Worker extends EventTarget {
  state = 'installing';

  become(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

type Outcome = { installing?: Worker; active?: Worker } | Error;

/** A browser in which registering comes to these ends, one after the other. */
function workers(...outcomes: Outcome[]): { register: ReturnType<typeof vi.fn> } {
  const register = vi.fn(() => {
    const next = outcomes.shift();
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  });
  return { register };
}

async function outcome(browser: { register: unknown }): Promise<() => unknown> {
  let found: unknown;
  void registered(browser as ServiceWorkerContainer, '/worker.js').then((it) => (found = it));
  await vi.advanceTimersByTimeAsync(0);
  return () => found;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a worker that could not be fetched is asked for again', async () => {
  const there = { active: new Worker() };
  const browser = workers(new TypeError('no network'), there);
  const found = await outcome(browser);
  expect(found()).toBeUndefined();

  await vi.advanceTimersByTimeAsync(5_000);

  expect(found()).toBe(there);
});

test('a worker that did not get all its parts is asked for again, ever more seldom', async () => {
  const half = [new Worker(), new Worker()];
  const whole = new Worker();
  const browser = workers(...half.map((installing) => ({ installing })), { installing: whole });
  const found = await outcome(browser);

  half[0]?.become('redundant');
  await vi.advanceTimersByTimeAsync(5_000);
  half[1]?.become('redundant');
  await vi.advanceTimersByTimeAsync(9_000);
  expect(browser.register).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(1_000);
  whole.become('installed');
  await vi.advanceTimersByTimeAsync(0);

  expect(found()).toEqual({ installing: whole });
});

test('a device that has a worker does not wait for the next version', async () => {
  const there = { active: new Worker(), installing: new Worker() };
  const browser = workers(there);
  const found = await outcome(browser);

  expect(found()).toBe(there);
  expect(browser.register).toHaveBeenCalledTimes(1);
});
