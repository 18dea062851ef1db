/** What helps who guides: expected times, who was not heard, cards, signs of a difficult moment, and the way back. */
import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import type { Purpose, Situation } from '../../src/api/wire.ts';
import { Aside } from '../../src/facilitate/aside.svelte.ts';
import { fitting, momentOf, three } from '../../src/facilitate/cards.ts';
import { firstSentence, tipsAfter } from '../../src/facilitate/experience.ts';
import { InTurn } from '../../src/facilitate/inturn.ts';
import { guideOf, seatOf } from '../../src/facilitate/leading.ts';
import { notable, sayers } from '../../src/facilitate/noting.ts';
import { moved, placeAt } from '../../src/facilitate/ordering.ts';
import type { Shortcut } from '../../src/facilitate/shortcuts.ts';
import { ordered, signals } from '../../src/facilitate/signals.ts';
import { notYet } from '../../src/facilitate/spoken.ts';
import { nextStep, timetable } from '../../src/facilitate/timetable.ts';
import { lastMove } from '../../src/facilitate/undoing.ts';
import { emptyView } from '../../src/log/view.ts';
import {
  ANNA,
  type Bare,
  BRAM,
  CARLA,
  everybodyHere,
  GUIDE,
  METHOD,
  opened,
  proposed,
  starts,
  viewOf,
} from './meeting.ts';

const data = (name: string): unknown =>
  JSON.parse(
    readFileSync(new URL(`../../../backend/domain/${name}.json`, import.meta.url), 'utf8'),
  );
const PURPOSES = data('question_cards') as Purpose[];
const SITUATIONS = data('situations') as Situation[];

const MINUTE = 60_000;
const began = Date.UTC(2026, 0, 1, 14, 0);
const at = (minutes: number) => began + minutes * MINUTE;
const moment = (minutes: number) => new Date(at(minutes)).toISOString();
const chosen: Bare = {
  type: 'case_chosen',
  case: 'case',
  contributor: BRAM,
  advice_mode: 'round',
};
const begins = (step: number, minutes: number): Bare => ({
  type: 'step_started',
  step,
  by: GUIDE,
  at: moment(minutes),
  ends_at: moment(minutes + 5),
});
const asks = (id: string, by: string, minutes = 0): Bare => ({
  type: 'question_asked',
  id,
  by,
  step: 3,
  case: 'case',
  text: 'What?',
  at: moment(minutes),
});
const here = [opened(), ...everybodyHere];

test('a step that runs over shifts the beginning of each later step and the end', () => {
  const view = viewOf([...here, begins(0, 0), begins(1, 5)]);

  const onTime = timetable(view, at(7));
  const late = timetable(view, at(13));

  expect(onTime.slots.map(({ phase }) => phase).slice(0, 3)).toEqual(['past', 'now', 'coming']);
  expect(onTime.slots[2]?.shift).toBe(0);
  expect(late.slots.slice(2).map(({ shift }) => shift / MINUTE)).toEqual([3, 3, 3, 3]);
  expect((late.ends - late.planned) / MINUTE).toBe(3);
});

test('a pause puts off everything that comes by as long as it takes', () => {
  const paused: Bare = { type: 'session_paused', by: GUIDE, at: moment(2) };

  const table = timetable(viewOf([...here, begins(0, 0), paused]), at(6));

  expect((table.slots[1]?.shift ?? 0) / MINUTE).toBe(4);
});

test('a skipped step is passed and brings the end forward', () => {
  const table = timetable(viewOf([...here, begins(0, 0), begins(2, 5)]), at(6));

  expect(table.slots[1]?.phase).toBe('passed');
  expect((table.ends - table.planned) / MINUTE).toBe(-5);
});

test('without advice the step for it takes no time and is not the next one', () => {
  const view = { ...viewOf([...here, begins(3, 0)]), adviceMode: 'none' as const };

  expect(timetable(view, at(1)).slots[4]?.phase).toBe('passed');
  expect(nextStep(view)).toBe(5);
});

test('a meeting in writing counts days: each step begins so many days after the one before', () => {
  const steps = METHOD.steps.map((step) => ({ ...step, minutes: 0, days: 2 }));
  const view = { ...viewOf(here), method: { ...METHOD, steps } };
  const inDays = 24 * 60 * MINUTE;

  const table = timetable(view, at(0));

  expect(table.slots.map(({ starts }) => (starts - at(0)) / inDays)).toEqual([0, 2, 4, 6, 8, 10]);
  expect((table.ends - at(0)) / inDays).toBe(12);
});

test('a step that was planned anew takes the time that it got, and the plan stays what it was', () => {
  const anew: Bare = {
    type: 'steps_replanned',
    by: GUIDE,
    lengths: [{ step: 3, seconds: 120 }],
  } as Bare;

  const table = timetable(viewOf([...here, begins(0, 0), anew]), at(1));

  expect((table.ends - table.planned) / MINUTE).toBe(-3);
});

test('before the first step everything is expected from now', () => {
  const table = timetable(viewOf(here), at(30));

  expect(table.slots[0]?.starts).toBe(at(30));
  expect(table.ends).toBe(table.planned);
});

test('who has not been heard in this step is known, and the contributor is not asked for questions', () => {
  const members = { ...METHOD.steps[3], speakers: ['members' as const] };
  const view = viewOf([...here, proposed('case', BRAM), chosen, begins(3, 0), asks('q', ANNA)]);
  const method = { ...METHOD, steps: METHOD.steps.with(3, members as (typeof METHOD.steps)[3]) };

  expect(notYet({ ...view, method })).toEqual([CARLA]);
});

test('whoever passes was heard', () => {
  const pass: Bare = { type: 'turn_passed', id: 'p', by: ANNA, step: 1 };

  expect(notYet(viewOf([...here, begins(1, 0), pass]))).toEqual([BRAM, CARLA]);
});

test('facts come first, depth after a third of the question step, direction after the advice', () => {
  expect(momentOf(METHOD, 3, 0.1)).toBe('early');
  expect(momentOf(METHOD, 3, 0.5)).toBe('middle');
  expect(momentOf(METHOD, 5, 0)).toBe('late');
  expect(fitting(PURPOSES, METHOD, 3, 0.1).map(({ key }) => key)).toEqual(['facts']);
  expect(fitting(PURPOSES, METHOD, 3, 0.5).map(({ key }) => key)).toContain('own_part');
  expect(fitting(PURPOSES, METHOD, 4, 0.5)).toEqual([]);
});

test('three others are three others', () => {
  const first = three(PURPOSES, [], () => 0.5);
  const shown = first.map(({ key }) => key);

  const others = three(PURPOSES, shown);

  expect(new Set(shown).size).toBe(3);
  expect(others.filter(({ key }) => shown.includes(key))).toEqual([]);
});

test('of fewer cards than six the three may come again', () => {
  const [one] = PURPOSES;
  const few = [{ ...one, cards: one?.cards.slice(0, 4) }] as Purpose[];

  expect(three(few, ['facts_1', 'facts_2', 'facts_3'])).toHaveLength(3);
});

test('a proposal step without proposals is a sign only after its planned minutes', () => {
  const view = viewOf([...here, begins(1, 0)]);

  expect(signals(view, at(4))).not.toContain('no_question');
  expect(signals(view, at(5))).toContain('no_question');
  expect(signals(viewOf([...here, begins(1, 0), proposed('c', ANNA)]), at(9))).not.toContain(
    'no_question',
  );
});

test('a minute of silence is a sign in a question step, unless the clock stands still', () => {
  const asking = [...here, proposed('case', BRAM), chosen, begins(3, 0), asks('q', ANNA, 1)];
  const paused: Bare = { type: 'session_paused', by: GUIDE, at: moment(2) };

  expect(signals(viewOf(asking), at(1.5))).not.toContain('silence');
  expect(signals(viewOf(asking), at(2.5))).toContain('silence');
  expect(signals(viewOf([...asking, paused]), at(4))).toEqual(['emotion']);
});

test('one who asks more than twice as much as most is a sign', () => {
  const daan: Bare = { type: 'participant_arrived', person: 'daan' };
  const asking = [...here, daan, proposed('case', CARLA), chosen, begins(3, 0)];
  const many = ['a', 'b', 'c'].map((id) => asks(id, ANNA));

  expect(signals(viewOf([...asking, ...many]), at(0.5))).toContain('dominance');
  expect(signals(viewOf([...asking, ...many.slice(1)]), at(0.5))).not.toContain('dominance');
});

test('a small circle and time that runs over are signs', () => {
  const alone = viewOf([...here, { type: 'participant_left', person: CARLA }, begins(0, 0)]);

  expect(signals(alone, at(6))).toEqual(['overrun', 'small_group']);
});

test('after the end there are no signs', () => {
  const ended = viewOf([...here, begins(1, 0), { type: 'session_closed', by: GUIDE }]);

  expect(signals(ended, at(60))).toEqual([]);
});

test('situations with a sign come first, and else the two that are feared most', () => {
  expect(
    ordered(SITUATIONS, [])
      .slice(0, 2)
      .map(({ key }) => key),
  ).toEqual(['no_question', 'emotion']);
  expect(ordered(SITUATIONS, ['silence'])[0]?.key).toBe('silence');
  expect(ordered(SITUATIONS, ['silence', 'overrun'])).toHaveLength(16);
});

test.each<[string, Bare[], string, unknown]>([
  ['the start of a step', [starts(0), starts(1)], 'steps/undo', undefined],
  [
    'more time',
    [starts(0), { type: 'step_extended', step: 0, by: GUIDE, seconds: 120, ends_at: moment(9) }],
    'steps/extend',
    { seconds: -120 },
  ],
  ['a pause', [starts(0), { type: 'session_paused', by: GUIDE }], 'resume', undefined],
  [
    'an order',
    [{ type: 'turn_order_set', order: [CARLA, BRAM, ANNA], by: GUIDE }],
    'turn-order',
    { order: [ANNA, BRAM, CARLA] },
  ],
  [
    'a duty',
    [
      { type: 'duty_given', duty: 'scribe', to: ANNA, by: GUIDE },
      { type: 'duty_given', duty: 'scribe', to: BRAM, by: GUIDE },
    ],
    'duties',
    { duty: 'scribe', to: ANNA },
  ],
  [
    'a skipped report',
    [{ type: 'follow_up_skipped', action: 'promise', by: GUIDE }],
    'follow-up-skips/promise',
    undefined,
  ],
  [
    'an open choice',
    [{ type: 'choice_opened', choice: 'x', cases: [], by: GUIDE }],
    'choice/cancelling',
    undefined,
  ],
  ['an offer', [{ type: 'case_offered', case: 'case', by: GUIDE }], 'choice/offer/undo', undefined],
  ['a chosen case', [chosen], 'choice/undo', undefined],
  ['the end', [{ type: 'session_closed', by: GUIDE }], 'reopening', undefined],
])('%s is taken back', (_what, events, path, body) => {
  const way = lastMove(viewOf([...here, ...events]));

  expect([way?.path, way?.body]).toEqual([path, body]);
});

test('what was taken back is not taken back again, but what was done before it', () => {
  const more = (seconds: number): Bare => ({
    type: 'step_extended',
    step: 0,
    by: GUIDE,
    seconds,
    ends_at: moment(9),
  });
  const resumed: Bare = { type: 'session_resumed', by: GUIDE, ends_at: moment(9) };
  const paused: Bare = { type: 'session_paused', by: GUIDE };

  const way = (...events: Bare[]) => lastMove(viewOf([...here, ...events]))?.what.type;

  expect(way(starts(0), more(120), more(-120))).toBe('step_started');
  expect(way(starts(0), paused, resumed)).toBe('step_started');
  expect(
    way(starts(0), starts(1), paused, {
      type: 'step_undone',
      step: 1,
      back_to: 0,
      by: GUIDE,
      ends_at: moment(9),
    }),
  ).toBe('step_started');
  expect(way()).toBeUndefined();
});

test('a case about which something was said stays chosen', () => {
  const view = viewOf([...here, proposed('case', BRAM), starts(3), chosen, asks('q', ANNA)]);

  expect(lastMove(view)?.what.type).toBe('step_started');
});

test('tips grow shorter with the meetings that somebody guided', () => {
  expect([0, 2, 3, 7, 8].map(tipsAfter)).toEqual(['full', 'full', 'short', 'short', 'hidden']);
  expect(firstSentence('Geen advies. Laat stilte bestaan.')).toBe('Geen advies.');
  expect(firstSentence('Zonder punt')).toBe('Zonder punt');
});

test('somebody is put elsewhere in the row, and nobody gets lost', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  expect(moved(['a', 'b'], 0, 2)).toEqual(['a', 'b']);
  expect([5, 15, 25, 99].map((y) => placeAt([10, 20, 30], y))).toEqual([0, 1, 2, 2]);
});

test('among peers the guidance is with whoever took it, and the others follow', () => {
  const peers = { ...viewOf(here), facilitation: 'self_guided' as const, facilitators: [] };
  const taken = { ...peers, duties: { guide: ANNA } };

  expect(guideOf(peers)).toBeUndefined();
  expect([seatOf(peers, BRAM), seatOf(taken, ANNA), seatOf(taken, BRAM)]).toEqual([
    'leads',
    'leads',
    'follows',
  ]);
  expect(seatOf({ ...taken, present: [BRAM] }, BRAM)).toBe('leads');
});

test('an observer watches, and leads once it is their duty to learn so', () => {
  const view = { ...viewOf(here), observers: ['olga'] };

  expect(seatOf(view, 'olga')).toBe('watches');
  expect(seatOf({ ...view, duties: { apprentice: 'olga' } }, 'olga')).toBe('leads');
});

test('a scribe notes what the step takes, for those who may say it, and never for themselves', () => {
  const view = viewOf([...here, proposed('case', BRAM), chosen, starts(3)]);

  expect(notable(view)).toEqual(['question', 'answer', 'observation']);
  expect(sayers(view, 'question', ANNA)).toEqual([CARLA]);
  expect(sayers(view, 'answer', ANNA)).toEqual([BRAM]);
  expect(notable(emptyView('none'))).toEqual([]);
});

test('what a scribe wrote stands under the name of who said it, and says who noted it', () => {
  const noted: Bare = { type: 'contribution_noted', contribution: 'q', noted_by: GUIDE };

  const view = viewOf([...here, proposed('case', BRAM), chosen, starts(3), asks('q', ANNA), noted]);

  expect(view.entries.at(-1)).toMatchObject({ by: ANNA, notedBy: GUIDE });
});

/** Keys in turn, and what each does: done when it is told to be, and refused when it is one of these. */
function keysInTurn(refused: string[] = []) {
  const begun: string[] = [];
  const waiting: (() => void)[] = [];
  const keys = new InTurn(async (key) => {
    begun.push(key);
    await new Promise<void>((done) => waiting.push(done));
    return !refused.includes(key);
  });
  const press = (key: Shortcut, seen = 1) => void keys.press(key, seen);
  const finish = async () => {
    waiting.shift()?.();
    await new Promise((done) => setTimeout(done));
  };
  return { press, begun, finish };
}

test('a key that is pressed while a move is under way is done after it', async () => {
  const { press, begun, finish } = keysInTurn();
  press('next');
  press('undo');
  press('next');
  expect(begun).toEqual(['next']);
  await finish();
  expect(begun).toEqual(['next', 'undo']);
  await finish();
  expect(begun).toEqual(['next', 'undo', 'next']);
});

test('a key that is pressed twice before anything changed counts once', async () => {
  const { press, begun, finish } = keysInTurn();
  press('next');
  press('next');
  await finish();
  expect(begun).toEqual(['next']);
});

test('a key that is pressed again at what it led to counts, though its move is still under way', async () => {
  const { press, begun, finish } = keysInTurn();
  press('next', 1);
  press('next', 2);
  await finish();
  expect(begun).toEqual(['next', 'next']);
});

test('nothing that waited is done after a refusal', async () => {
  const { press, begun, finish } = keysInTurn(['next']);
  press('next');
  press('pause');
  await finish();
  expect(begun).toEqual(['next']);
  press('undo');
  expect(begun).toEqual(['next', 'undo']);
});

test('a reason belongs to its pause: the next pause has none, and the device remembers both', async () => {
  const aside = new Aside('pausing');

  await aside.because('touched', moment(3));

  expect([aside.why(moment(3)), aside.why(moment(20))]).toEqual(['touched', '']);
  const again = new Aside('pausing');
  await expect.poll(() => again.why(moment(3))).toBe('touched');
  await again.erase();
  expect(again.why(moment(3))).toBe('');
});
