/** A house that is busy is asked again by itself, after the time it wishes, and only then is somebody told. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ask, get, Refusal } from '../../src/api/client.ts';
import { backOff } from '../../src/api/patience.ts';

const problem = (status: number, seconds?: number) => () =>
  Response.json(
    { type: '/problems/busy', title: 'Busy', status },
    { status, headers: seconds === undefined ? {} : { 'Retry-After': `${seconds}` } },
  );
const there = () => Response.json('there');

/** Lets the house answer so, one after the other, the last for ever; answers how often it was asked. */
function answering(...answers: (() => Response)[]): () => number {
  let asked = 0;
  vi.stubGlobal('fetch', () => {
    asked += 1;
    return Promise.resolve((answers[asked - 1] ?? answers.at(-1) ?? there)());
  });
  return () => asked;
}

const failing = (reading: Promise<unknown>) => reading.catch((fault: unknown) => fault);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test.each([503, 429])('what is read is asked for again after %i', async (status) => {
  const asked = answering(problem(status, 2), problem(status, 2), there);

  const reading = get('/busy');
  await vi.advanceTimersByTimeAsync(1_900);
  expect(asked()).toBe(1);
  await vi.runAllTimersAsync();

  expect(await reading).toBe('there');
  expect(asked()).toBe(3);
});

test('a house that stays busy is left alone after a few times, and then it is told', async () => {
  const asked = answering(problem(503, 2));

  const reading = failing(get('/busy'));
  await vi.runAllTimersAsync();

  expect(await reading).toBeInstanceOf(Refusal);
  expect(asked()).toBe(4);
});

test('who would wait for long is told at once, and so is who was refused', async () => {
  for (const no of [problem(503, 60), problem(503), problem(403, 1), problem(500, 1)]) {
    const asked = answering(no);

    const reading = failing(get('/busy'));
    await vi.runAllTimersAsync();

    expect(await reading).toBeInstanceOf(Refusal);
    expect(asked()).toBe(1);
  }
});

test('what is written is sent once: it waits in the outbox, or with who sent it', async () => {
  const asked = answering(problem(503, 1), there);

  const writing = failing(ask('PUT', '/busy', { body: {} }));
  await vi.runAllTimersAsync();

  expect(await writing).toBeInstanceOf(Refusal);
  expect(asked()).toBe(1);
});

test('those whom a house sent away at one moment do not come back at one moment', () => {
  expect(backOff(0, 4, 0)).toBe(4_000);
  expect(backOff(0, 4, 1)).toBe(6_000);
});
