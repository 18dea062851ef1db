/** What is read again while somebody looks, and rests while nobody does. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { whileSeen } from '../../src/store/seen.ts';

class Pane extends EventTarget {
  visibilityState = 'visible';

  becomes(state: 'visible' | 'hidden') {
    this.visibilityState = state;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

let pane: Pane;

beforeEach(() => {
  vi.useFakeTimers();
  pane = new Pane();
  vi.stubGlobal('document', pane);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('it is read at once and every so often, until it ends', () => {
  const read = vi.fn();
  const end = whileSeen(read, 1_000);
  vi.advanceTimersByTime(2_500);
  expect(read).toHaveBeenCalledTimes(3);

  end();
  vi.advanceTimersByTime(2_500);
  pane.becomes('visible');
  expect(read).toHaveBeenCalledTimes(3);
});

test('nothing is read while nobody looks, and at once when somebody is back', () => {
  const read = vi.fn();
  const end = whileSeen(read, 1_000);
  pane.becomes('hidden');
  vi.advanceTimersByTime(5_000);
  expect(read).toHaveBeenCalledTimes(1);

  pane.becomes('visible');
  expect(read).toHaveBeenCalledTimes(2);
  end();
});
