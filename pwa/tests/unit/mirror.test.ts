/** The device's copy of a log: sealed, in order, and without what must be forgotten. */
import { beforeEach, expect, test } from 'vitest';
import { fold } from '../../src/log/fold.ts';
import { emptyView } from '../../src/log/view.ts';
import { forgetTexts, reveals } from '../../src/log/forgetting.ts';
import { mirror, mirrored } from '../../src/log/mirror.ts';
import { database, forgetDevice } from '../../src/store/database.ts';
import { afterOneCase, ANNA, BRAM, CARLA, numbered, opened, proposed, starts } from './meeting.ts';

beforeEach(() => forgetDevice());

const events = numbered([
  opened(),
  starts(1),
  proposed('a', ANNA),
  proposed('b', BRAM),
  proposed('c', CARLA),
  { type: 'case_chosen', case: 'b', contributor: BRAM, advice_mode: 'round' },
]);

test('what was kept in pieces comes back in order', async () => {
  await mirror('session', events.slice(3));
  await mirror('session', events.slice(0, 3));

  expect(await mirrored('session')).toEqual(events);
});

test('the proposals of others that were not chosen leave the device', async () => {
  await mirror('session', events);

  await forgetTexts(fold(emptyView('session'), events, ANNA), ANNA);

  const kept = await mirrored('session');
  expect(kept.map(({ type }) => type)).toEqual([
    'session_opened',
    'step_started',
    'case_proposed',
    'case_proposed',
    'withheld',
    'case_chosen',
  ]);
  expect(JSON.stringify(kept)).not.toContain('c title');
});

test('what somebody took back leaves the devices of the others', async () => {
  const told = numbered([
    ...events.slice(0, 4),
    { type: 'contribution_withdrawn', contribution: 'b', by: BRAM },
  ]);
  await mirror('session', told);

  await forgetTexts(fold(emptyView('session'), told, ANNA), ANNA);

  expect(JSON.stringify(await mirrored('session'))).not.toContain('b title');
});

test('when a second case is chosen the first one stays on the device', async () => {
  const told = numbered([
    ...afterOneCase,
    { type: 'choice_opened', choice: 'second', cases: ['a', 'c'], by: 'guide' },
    { type: 'case_chosen', case: 'a', contributor: ANNA, advice_mode: 'round' },
  ]);
  await mirror('session', told);

  await forgetTexts(fold(emptyView('session'), told, ANNA), ANNA);

  const kept = JSON.stringify(await mirrored('session'));
  expect(kept).toContain('a title');
  expect(kept).toContain('b title');
  expect(kept).not.toContain('c title');
});

test('a later choice is read anew from the server, a first one is not', () => {
  const first = numbered([opened(), starts(2)]);
  const later = numbered(afterOneCase);
  const choice = (since: number) =>
    numbered([{ type: 'choice_opened', choice: 'x', cases: [], by: 'guide' }], since);

  const needs = (before: typeof first) => {
    const view = fold(emptyView('session'), before, ANNA);
    return choice(before.length).some((event) => reveals(view, event));
  };
  expect(needs(first)).toBe(false);
  expect(needs(later)).toBe(true);
});

test('a copy whose key is gone is dropped, not shown', async () => {
  await mirror('session', events);
  await (await database()).clear('keys');

  expect(await mirrored('session')).toEqual([]);
  expect(await (await database()).count('mirror')).toBe(0);
});
