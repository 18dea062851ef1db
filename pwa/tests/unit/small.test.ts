/** Small things that everything else leans on. */
import { expect, test } from 'vitest';
import { Refusal, Unreachable } from '../../src/api/client.ts';
import { makeId } from '../../src/api/identity.ts';
import { backOff } from '../../src/api/patience.ts';
import { wordsOf } from '../../src/outbox/command.ts';
import { judge } from '../../src/outbox/policy.ts';
import { left } from '../../src/session/clockwork.ts';
import { tidy } from '../../src/session/say.ts';
import { done, once } from '../../src/store/once.ts';
import { pluralIn } from '../../src/text/plural.ts';
import { duration } from '../../src/text/time.ts';
import { initials } from '../../src/ui/initials.ts';
import { compile } from '../../scripts/texts.ts';
import { opened, starts, viewOf } from './meeting.ts';

const refusal = (status: number) => new Refusal({ type: '/problems/x', title: 'x', status }, 7);

test('an id is a UUID of version 7 that sorts by time', () => {
  const early = makeId(1_700_000_000_000);
  const later = makeId(1_700_000_000_001);

  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(parseInt(early.replaceAll('-', '').slice(0, 12), 16)).toBe(1_700_000_000_000);
  expect(early < later).toBe(true);
});

test.each([502, 503, 408, 425, 429])('status %i keeps a command for later', (status) => {
  expect(judge(refusal(status))).toEqual({ state: 'later', seconds: 7 });
});

test('a fault of the server keeps a command, and may be about that command alone', () => {
  expect(judge(refusal(500))).toMatchObject({ state: 'later', odd: true });
});

test.each([401, 403, 404, 407, 413])('status %i of a gate on the way is no refusal', (status) => {
  const foreign = new Refusal({ type: 'about:blank', title: 'Forbidden', status });

  expect(judge(foreign)).toMatchObject({ state: 'later', odd: true });
});

test.each([400, 403, 404, 409, 413, 422])('status %i hands a command back', (status) => {
  expect(judge(refusal(status)).state).toBe('rejected');
});

test('no answer keeps a command, and a fault of our own is not hidden', () => {
  expect(judge(new Unreachable('away')).state).toBe('later');
  expect(() => judge(new TypeError('ours'))).toThrow(TypeError);
});

test('the next try never comes before the server wishes', () => {
  expect(backOff(0, 60, 0)).toBe(60_000);
  expect(backOff(3, undefined, 1)).toBe(4000);
  expect(backOff(30, undefined, 1)).toBe(8000);
});

test('a door knows a tab by one key until somebody has come in', () => {
  const key = once('link');

  expect(once('link')).toBe(key);
  expect(once('other link')).not.toBe(key);
  done('link');
  expect(once('link')).not.toBe(key);
});

test('what was refused is handed back in words, without ids and codes', () => {
  const id = makeId();
  const body = { case: id, question: id, kind: 'success', text: 'What did you do?', step: 3 };

  expect(wordsOf({ id, scope: 's', method: 'PUT', path: '/x', body })).toBe('What did you do?');
});

test('a pause holds the clock', () => {
  const events = [opened(), starts(0, '2026-01-01T14:30:00.000Z')];
  const paused = { type: 'session_paused', by: 'guide', at: '2026-01-01T14:10:00.000Z' } as const;
  const later = Date.parse('2026-01-01T14:25:00.000Z');

  expect(left(viewOf(events), later)?.remaining).toBe(5 * 60_000);
  expect(left(viewOf([...events, paused]), later)?.remaining).toBe(20 * 60_000);
});

test('an overrun is told with a plus', () => {
  expect(duration(245_000)).toBe('4:05');
  expect(duration(-61_000)).toBe('+1:01');
});

test('what is empty is left out, and texts are trimmed', () => {
  expect(tidy({ text: ' hello ', first_step: '  ', due: undefined, helpful: [] })).toEqual({
    text: 'hello',
    helpful: [],
  });
});

test('names become two letters', () => {
  expect(['Anna de Vries', 'Bo', 'Éva', 'X'].map(initials)).toEqual(['AV', 'BO', 'ÉV', 'X']);
});

test('messages are compiled with their arguments', async () => {
  const { source, names } = compile('{name}: {n, plural, =0 {none} one {# vote} other {# votes}}');
  const script = `export const say = (plural) => ${source};`;
  const made = (await import(`data:text/javascript,${encodeURIComponent(script)}`)) as {
    say: (plural: ReturnType<typeof pluralIn>) => (a: object) => string;
  };
  const say = made.say(pluralIn('en'));

  expect([0, 1, 5].map((n) => say({ name: 'Case', n }))).toEqual([
    'Case: none',
    'Case: 1 vote',
    'Case: 5 votes',
  ]);
  expect(Object.fromEntries(names)).toEqual({ name: 'string', n: 'number' });
});
