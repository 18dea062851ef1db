/** The view of a meeting follows from its events alone. */
import { expect, test } from 'vitest';
import type { Utterance } from '../../src/log/event.ts';
import { fold, withWaiting } from '../../src/log/fold.ts';
import { emptyView, running, stepNow, type Entry } from '../../src/log/view.ts';
import {
  type Bare,
  afterOneCase,
  ANNA,
  BRAM,
  everybodyHere,
  numbered,
  opened,
  proposed,
  starts,
  viewOf,
} from './meeting.ts';

test('folding in pieces or at once gives the same view', () => {
  const events = numbered([opened(), ...everybodyHere, starts(1), proposed('a', ANNA), starts(2)]);

  const atOnce = fold(emptyView('session'), events, ANNA);
  const inPieces = events.reduce((view, event) => fold(view, [event], ANNA), emptyView('session'));

  expect(inPieces).toEqual(atOnce);
});

test('an event that is known already changes nothing', () => {
  const events = numbered([opened(), ...everybodyHere, starts(1), proposed('a', ANNA)]);
  const once = fold(emptyView('session'), events, ANNA);

  expect(fold(once, events, ANNA)).toBe(once);
});

test('a gap ends the fold, so nothing is shown out of order', () => {
  const events = numbered([opened(), ...everybodyHere, starts(1), proposed('a', ANNA)]);
  const withGap = events.filter(({ version }) => version !== 3);

  expect(fold(emptyView('session'), withGap, ANNA).version).toBe(2);
});

test('the proposals of others are forgotten when a case is chosen', () => {
  const view = viewOf([
    opened(),
    starts(1),
    proposed('a', ANNA),
    proposed('b', BRAM),
    proposed('c', 'carla'),
    { type: 'case_chosen', case: 'b', contributor: BRAM, advice_mode: 'none' },
  ]);

  const titles = view.entries.map((entry) => 'title' in entry && entry.title);
  expect(titles).toEqual(['a title', 'b title', null]);
  expect(view.adviceMode).toBe('none');
});

const titles = (events: Bare[], me = ANNA) =>
  viewOf(events, me).entries.map((entry) => 'title' in entry && entry.title);
const choosing: Bare = { type: 'choice_opened', choice: 'second', cases: ['a', 'c'], by: 'guide' };

test('while a later choice is open its candidates can be read, and the first case stays', () => {
  expect(titles([...afterOneCase, choosing])).toEqual(['a title', 'b title', 'c title']);
});

test('a tie leaves the candidates in sight until one of them is the case', () => {
  const tie: Bare = { type: 'choice_closed', choice: 'second', tally: [], by: 'guide' };

  expect(titles([...afterOneCase, choosing, tie])[2]).toBe('c title');
});

test('when a second case is chosen both can be read and the others are forgotten', () => {
  const second = {
    type: 'case_chosen',
    case: 'c',
    contributor: 'carla',
    advice_mode: 'round',
  } as const;

  expect(titles([...afterOneCase, choosing, second], 'dirk')).toEqual([null, 'b title', 'c title']);
});

test('undoing the second choice leaves the first case a case of the meeting', () => {
  const view = viewOf([
    ...afterOneCase,
    { type: 'case_chosen', case: 'c', contributor: 'carla', advice_mode: 'round' },
    { type: 'choice_undone', case: 'c', by: 'guide' },
  ]);

  expect(view.cases).toEqual(['b']);
});

test('less advice for one case is not less for the next', () => {
  const view = viewOf([
    opened(),
    proposed('a', ANNA),
    { type: 'case_chosen', case: 'a', contributor: ANNA, advice_mode: 'none' },
    { type: 'choice_undone', case: 'a', by: 'guide' },
  ]);

  expect([view.plannedMode, view.adviceMode]).toEqual(['round', 'round']);
});

test('undoing a step lets the one before it go on', () => {
  const view = viewOf([
    opened(),
    starts(0),
    starts(1),
    {
      type: 'step_undone',
      step: 1,
      back_to: 0,
      by: 'guide',
      ends_at: '2026-01-01T14:20:00.000Z',
    },
  ]);

  expect(stepNow(view)).toBe(0);
  expect(running(view)?.endsAt).toBe('2026-01-01T14:20:00.000Z');
});

test('undoing the first step leaves no step', () => {
  const view = viewOf([
    opened(),
    starts(0),
    { type: 'step_undone', step: 0, back_to: null, by: 'guide', ends_at: null },
  ]);

  expect(stepNow(view)).toBe(-1);
});

test('what waits stands once, also when the log has it already', () => {
  const view = viewOf([opened(), starts(1), proposed('a', ANNA)]);
  const waiting = (id: string): Entry => ({
    ...({ type: 'nothing_proposed', id, by: ANNA, step: 1 } satisfies Utterance),
    version: Infinity,
    at: '2026-01-01T14:00:00.000Z',
    waiting: true,
  });

  const shown = withWaiting(view, [waiting('a'), waiting('b')]);

  expect(shown.entries.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(shown.entries.map((entry) => entry.waiting ?? false)).toEqual([false, true]);
});

test('once the log has all that waited, what is shown is the log itself', () => {
  const view = viewOf([opened(), starts(1), proposed('a', ANNA)]);
  const [entry] = view.entries;

  expect(withWaiting(view, entry ? [{ ...entry, waiting: true }] : [])).toBe(view);
});
