/** What a meeting means for one person: tasks and turns. */
import { expect, test } from 'vitest';
import { awaited, choosesNow, circle, tasks, turn, unanswered } from '../../src/session/reading.ts';
import { START_KINDS } from '../../src/start/kinds.ts';
import {
  type Bare,
  ANNA,
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

const chosen = [
  proposed('case', BRAM),
  { type: 'case_chosen', case: 'case', contributor: BRAM, advice_mode: 'round' } as const,
];
const asked = (id: string, by: string) =>
  ({ type: 'question_asked', id, by, step: 3, case: 'case', text: 'What?' }) as const;
const kinds = (list: { kind: string }[]) => list.map(({ kind }) => kind);

test('a dedicated facilitator has nothing to say in the content', () => {
  const events = [opened(), ...everybodyHere, starts(1)];

  expect(tasks(viewOf(events, GUIDE), GUIDE)).toEqual([]);
  expect(kinds(tasks(viewOf(events), ANNA))).toEqual(['proposal']);
});

test('only who made the action reports on it', () => {
  const view = viewOf([
    opened([{ action: 'promise', contributor: BRAM }]),
    ...everybodyHere,
    starts(0),
  ]);

  expect(tasks(view, BRAM)).toEqual([{ kind: 'follow_up', step: 0, about: 'promise' }]);
  expect(tasks(view, ANNA)).toEqual([]);
});

test('nobody is asked for a case while a report is awaited', () => {
  const events = [
    opened([{ action: 'promise', contributor: BRAM }]),
    ...everybodyHere,
    starts(0),
    starts(1),
  ];
  const skipped = { type: 'follow_up_skipped', action: 'promise', by: GUIDE } as const;

  expect(tasks(viewOf(events), ANNA)).toEqual([]);
  expect(awaited(viewOf([...events, skipped]))).toEqual([]);
  expect(kinds(tasks(viewOf([...events, skipped]), ANNA))).toEqual(['proposal']);
});

test('the others ask and the contributor answers, one question at a time', () => {
  const view = viewOf([
    opened(),
    ...everybodyHere,
    ...chosen,
    starts(3),
    asked('first', ANNA),
    asked('second', CARLA),
  ]);

  expect(kinds(tasks(view, ANNA))).toEqual(['question', 'observation']);
  expect(tasks(view, BRAM)).toEqual([{ kind: 'answer', step: 3, about: 'first', case: 'case' }]);
  expect(unanswered(view).map(({ id }) => id)).toEqual(['first', 'second']);
});

test('a second case begins with nothing said about it, and what is written is about it', () => {
  const view = viewOf([
    opened(),
    ...everybodyHere,
    ...chosen,
    starts(3),
    asked('first', ANNA),
    proposed('next', CARLA),
    starts(2),
    { type: 'case_chosen', case: 'next', contributor: CARLA, advice_mode: 'round' },
    starts(3),
  ]);

  expect(tasks(view, ANNA)[0]).toEqual({ kind: 'question', step: 3, case: 'next' });
  expect(tasks(view, CARLA)).toEqual([]);
  expect(turn(view)).toBe(ANNA);
});

test('the word goes round among the others, and passing is a turn', () => {
  const events = [opened(), ...everybodyHere, ...chosen, starts(3)];
  const passed = { type: 'turn_passed', id: 'p', by: CARLA, step: 3 } as const;

  expect(turn(viewOf(events))).toBe(ANNA);
  expect(turn(viewOf([...events, asked('first', ANNA)]))).toBe(CARLA);
  expect(turn(viewOf([...events, asked('first', ANNA), passed]))).toBe(ANNA);
});

test('in a round of one word each, nobody has the turn when all have spoken', () => {
  const out = (by: string) => ({ type: 'checked_out', id: by, by, step: 5, text: null }) as const;
  const events = [opened(), ...everybodyHere, starts(5), out(ANNA), out(BRAM)];

  expect(turn(viewOf(events))).toBe(CARLA);
  expect(turn(viewOf([...events, out(CARLA)]))).toBeNull();
});

test('the facilitator sets the order', () => {
  const order = { type: 'turn_order_set', order: [CARLA, ANNA, BRAM], by: GUIDE } satisfies Bare;

  expect(turn(viewOf([opened(), ...everybodyHere, starts(1), order]))).toBe(CARLA);
});

test('who is offered decides before anything else', () => {
  const view = viewOf([
    opened(),
    ...everybodyHere,
    proposed('case', BRAM),
    starts(2),
    { type: 'case_offered', case: 'case', by: GUIDE },
  ]);

  expect(kinds(tasks(view, BRAM))).toEqual(['consent']);
  expect(kinds(tasks(view, ANNA))).toEqual(['vote']);
});

test('without advice there is no task to advise', () => {
  const none = {
    type: 'advice_mode_lowered',
    case: 'case',
    by: BRAM,
    advice_mode: 'none',
  } as const;
  const events = [opened(), ...everybodyHere, ...chosen, starts(4)];

  expect(kinds(tasks(viewOf(events), ANNA))).toEqual(['advice']);
  expect(tasks(viewOf([...events, none]), ANNA)).toEqual([]);
});

test('who is not present has nothing to do', () => {
  expect(tasks(viewOf([opened(), starts(1)]), ANNA)).toEqual([]);
});

test('who watches is present, has no seat, no turn and nothing to do', () => {
  const view = viewOf([
    opened(),
    ...everybodyHere,
    { type: 'participant_arrived', person: 'kim', role: 'observer' },
    starts(3),
  ]);

  expect(view.present).toContain('kim');
  expect(circle(view)).not.toContain('kim');
  expect(tasks(view, 'kim')).toEqual([]);
});

test('who watched and comes back as a member takes part', () => {
  const view = viewOf([
    opened(),
    { type: 'participant_arrived', person: 'kim', role: 'observer' },
    { type: 'participant_arrived', person: 'kim', role: 'member' },
    starts(5),
  ]);

  expect(circle(view)).toContain('kim');
  expect(tasks(view, 'kim')).not.toEqual([]);
});

test.each(START_KINDS)(
  'a step for %s is filled for everybody at the table but the guide',
  (kind) => {
    const one = METHOD.steps.map((step, index) =>
      index === 0 ? { ...step, kinds: [kind] } : step,
    );
    const first = { ...opened(), method: { ...METHOD, steps: one } } as Bare;
    const view = viewOf([first, ...everybodyHere, starts(0)]);

    for (const person of [ANNA, BRAM, CARLA])
      expect(tasks(view, person)).toEqual([{ kind, step: 0 }]);
    expect(tasks(view, GUIDE)).toEqual([]);
  },
);

test('a method without steps for it is open for a report, then for cases, until one is chosen', () => {
  const step = METHOD.steps.find(({ key }) => key === 'ask');
  const method = { ...METHOD, steps: step ? [step] : [] };
  const free = (waits: Parameters<typeof opened>[0] = []) => [
    { ...opened(waits), method } as Bare,
    ...everybodyHere,
  ];
  const chosen = { type: 'case_chosen', case: 'case', contributor: BRAM, advice_mode: 'round' };

  expect(kinds(tasks(viewOf(free([{ action: 'promise', contributor: BRAM }])), BRAM))).toEqual([
    'follow_up',
  ]);
  expect(tasks(viewOf(free([{ action: 'promise', contributor: BRAM }])), ANNA)).toEqual([]);
  expect(tasks(viewOf(free()), ANNA)).toEqual([{ kind: 'proposal', step: 0 }]);
  expect(choosesNow(viewOf([...free(), proposed('case', BRAM)]))).toBe(true);
  const over = viewOf([...free(), proposed('case', BRAM), chosen as Bare]);
  expect([tasks(over, ANNA), choosesNow(over)]).toEqual([[], false]);
});
