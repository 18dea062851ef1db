/** How soon a phone notices that nothing comes through its stream, and what it does then. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { stream, type Listener, type Stream } from '../../src/log/stream.ts';

/** What a browser has and Node has not: a stream whose other end is in the hands of the test. */
class Ear extends EventTarget {
  static opened: Ear[] = [];
  onerror: (() => void) | undefined;
  closed = false;
  url: string;

  constructor(url: string) {
    super();
    this.url = url;
    Ear.opened.push(this);
  }

  close(): void {
    this.closed = true;
  }

  hear(name: string, data: unknown = {}): void {
    if (this.closed) throw new Error('nobody listens');
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }
}

const SIGN_OF_LIFE = 5_000;
const NOW = '2026-11-28T09:00:00Z';
const page = new EventTarget();
const world = Object.assign(new EventTarget(), { visibilityState: 'visible' });
let told: [string, ...unknown[]][] = [];
let following: Stream;

const listener = Object.fromEntries(
  ['hello', 'act', 'choice', 'ready', 'reset', 'ping', 'lost', 'silent'].map((name) => [
    name,
    (...what: unknown[]) => void told.push([name, ...what]),
  ]),
) as unknown as Listener;
listener.version = () => 7;

const now = (): Ear => Ear.opened.at(-1) as Ear;
const times = (name: string) => told.filter(([each]) => each === name).length;
const pass = (milliseconds: number) => vi.advanceTimersByTime(milliseconds);
const greet = () => now().hear('hello', { version: 7, now: NOW });

function look(state: 'visible' | 'hidden'): void {
  world.visibilityState = state;
  world.dispatchEvent(new Event('visibilitychange'));
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', Ear);
  vi.stubGlobal('document', world);
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  world.visibilityState = 'visible';
  Ear.opened = [];
  told = [];
  following = stream('s', listener);
});

afterEach(() => {
  following.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('a stream that gives signs of life is kept, and tells how far the log is', () => {
  greet();
  for (let n = 0; n < 20; n += 1) {
    pass(SIGN_OF_LIFE + 1_000);
    now().hear('ping', { now: NOW, version: 7 });
  }

  expect(Ear.opened).toHaveLength(1);
  expect(told.at(-1)).toEqual(['ping', NOW, 7]);
  expect(times('silent')).toBe(0);
});

test('when two signs of life are missing the stream is opened anew and what was said asked for', () => {
  greet();
  pass(2 * SIGN_OF_LIFE);
  expect(times('silent')).toBe(0);

  pass(2_000);
  expect(times('silent')).toBe(1);
  pass(1_000);

  expect(Ear.opened).toHaveLength(2);
  expect(Ear.opened[0]?.closed).toBe(true);
  expect(now().url).toContain('after=7');
});

test('one sign of life that is late is no reason to open anew', () => {
  greet();
  pass(2 * SIGN_OF_LIFE + 1_000);
  now().hear('ping', { now: NOW, version: 7 });
  pass(2 * SIGN_OF_LIFE + 1_000);

  expect(Ear.opened).toHaveLength(1);
});

test('a stream that is not greeted is given up after ten seconds', () => {
  pass(9_900);
  expect(times('silent')).toBe(0);
  pass(100);

  expect([times('silent'), times('lost')]).toEqual([1, 1]);
});

test('news from elsewhere while a sign of life is missing open a silent stream at once', () => {
  greet();
  pass(SIGN_OF_LIFE + 2_000);
  following.doubt();

  expect(Ear.opened).toHaveLength(2);
  expect(Ear.opened[0]?.closed).toBe(true);
});

test('news from elsewhere are no reason to doubt a stream that was heard just now, or is being opened', () => {
  following.doubt();
  greet();
  pass(SIGN_OF_LIFE);
  following.doubt();

  expect(Ear.opened).toHaveLength(1);
});

test('news from elsewhere end the wait after a server that was away', () => {
  for (let n = 0; n < 5; n += 1) {
    now().onerror?.();
    pass(n < 4 ? 8_000 : 0);
  }
  const before = Ear.opened.length;
  following.doubt();

  expect(Ear.opened).toHaveLength(before + 1);
});

test('a server that is away is asked ever more seldom, and within five seconds of its return', () => {
  const waits = Array.from({ length: 8 }, () => {
    now().onerror?.();
    const before = Ear.opened.length;
    for (let wait = 0; ; wait += 100, pass(100)) if (Ear.opened.length > before) return wait;
  });

  expect(waits[0]).toBeLessThanOrEqual(1_000);
  expect(waits[1]).toBeGreaterThanOrEqual(1_000);
  expect(Math.max(...waits)).toBeLessThanOrEqual(5_000);
  expect(times('silent')).toBe(0);
});

test('a page that nobody sees holds no stream, whatever makes it doubt', () => {
  greet();
  look('hidden');
  pass(60_000);
  following.doubt();
  expect([Ear.opened.length, now().closed]).toEqual([1, true]);

  look('visible');
  expect(Ear.opened).toHaveLength(2);
});

test('a network that is back opens the stream at once', () => {
  page.dispatchEvent(new Event('offline'));
  expect(now().closed).toBe(true);
  page.dispatchEvent(new Event('online'));

  expect([Ear.opened.length, now().closed]).toEqual([2, false]);
});
