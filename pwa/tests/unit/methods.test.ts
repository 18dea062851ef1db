/** What only some methods ask: whose step it is, named parts, marks, advice on request, times planned anew. */
import { expect, test } from 'vitest';
import type { Kind, Step } from '../../src/api/wire.ts';
import type { SaidEvent } from '../../src/log/event.ts';
import type { SessionView } from '../../src/log/view.ts';
import { marks } from '../../src/session/marked.ts';
import { rolesOf } from '../../src/parts/roles.ts';
import { lacking, lengthOf, plan } from '../../src/session/plan.ts';
import { asksForAdvice, markable, tasks, turn } from '../../src/session/reading.ts';
import { maySay, shownStep, speaks } from '../../src/session/speaking.ts';
import {
  type Bare,
  ANNA,
  BRAM,
  CARLA,
  everybodyHere,
  METHOD,
  opened,
  proposed,
  starts,
  viewOf,
} from './meeting.ts';

const ASK = 3;
const ADVISE = 4;

const chosen: Bare[] = [
  proposed('case', ANNA),
  { type: 'case_chosen', case: 'case', contributor: ANNA, advice_mode: 'round' },
];

/** The meeting about Anna's case, in a step that is changed a little. */
function playing(part: Partial<Step>, more: Bare[] = [], at = ASK): SessionView {
  const view = viewOf([
    opened(),
    ...everybodyHere,
    ...chosen,
    starts(at, '2026-01-01T14:12:00.000Z'),
    ...more,
  ]);
  const steps = METHOD.steps.map((step, index) => (index === at ? { ...step, ...part } : step));
  return { ...view, method: { ...METHOD, steps } };
}

const said = (part: Partial<SaidEvent> & { id: string; by: string }): Bare =>
  ({
    type: 'thought_shared',
    step: ASK,
    case: 'case',
    kind: 'association',
    text: 'Een brug',
    ...part,
  }) as Bare;

test.each([
  ['description', 'case_described'],
  ['takeaway', 'takeaway_stated'],
  ['action', 'action_committed'],
  ['insight', 'insight_noted'],
] as const)('%s is asked for in each step that has it, once', (kind, type) => {
  const one = (id: string, step: number) =>
    ({ type, id, by: ANNA, step, case: 'case', text: id, context: id, helpful: [] }) as Bare;
  const before = playing({ kinds: [kind] }, [one('earlier', ASK - 1)]);
  const after = playing({ kinds: [kind] }, [one('earlier', ASK - 1), one('now', ASK)]);

  expect(tasks(before, ANNA).map((each) => each.kind)).toEqual([kind]);
  expect(tasks(after, ANNA)).toEqual([]);
});

test('who brings in commits to nothing while they are to listen', () => {
  const shown = playing({ kinds: ['advice', 'action'], speakers: ['members'], stance: 'listens' });

  expect(tasks(shown, ANNA)).toEqual([]);
});

const REPORTED = {
  type: 'follow_up_reported',
  id: 'report',
  by: BRAM,
  step: 0,
  action: 'promise',
  status: 'done',
  did: 'Gebeld',
} as Bare;

test('a choice comes in front where no step is for it, whatever else the step asks', () => {
  const steps = METHOD.steps.filter((_, index) => index === 0 || index === ASK);
  const view = viewOf([
    { ...opened([{ action: 'promise', contributor: BRAM }]), method: { ...METHOD, steps } } as Bare,
    ...everybodyHere,
    starts(0),
    REPORTED,
    proposed('a', ANNA),
    proposed('b', BRAM),
    { type: 'choice_opened', choice: 'choice', cases: ['a', 'b'], by: 'guide' },
  ]);

  expect(tasks(view, ANNA).map(({ kind }) => kind)).toEqual(['vote', 'feedback']);
});

test('who brings in answers, and asks only where everybody asks', () => {
  const asks = (speakers: Step['speakers']) =>
    tasks(playing({ speakers, kinds: ['question'] }), ANNA).map(({ kind }) => kind);

  expect(asks(['contributor', 'members'])).toEqual([]);
  expect(asks(['everyone'])).toEqual(['question']);
});

test('a report gets feedback, also in a method that has no step for feedback', () => {
  const steps = METHOD.steps.map((step, index) =>
    index === 0 ? { ...step, kinds: ['check_in', 'follow_up'] as Kind[] } : step,
  );
  const feedback = { id: 'word', by: ANNA, step: 0, follow_up: 'report', text: 'Mooi' };
  const view = (...more: Bare[]) =>
    viewOf([
      {
        ...opened([{ action: 'promise', contributor: BRAM }]),
        method: { ...METHOD, steps },
      } as Bare,
      ...everybodyHere,
      starts(0),
      REPORTED,
      ...more,
    ]);
  const offered = (of: SessionView, me: string) => tasks(of, me).map(({ kind }) => kind);

  expect(tasks(view(), ANNA)).toContainEqual({ kind: 'feedback', step: 0, about: 'report' });
  expect(offered(view(), BRAM)).toEqual(['check_in']);
  expect(offered(view({ type: 'feedback_given', ...feedback }), ANNA)).toContain('feedback');
  expect(offered(view(starts(1)), ANNA)).toEqual(['proposal']);
});

test('a step is for its speakers: contributor, members, or everybody', () => {
  const own = playing({ speakers: ['contributor'], kinds: ['reflection'] });
  const all = playing({ speakers: ['everyone'], kinds: ['reflection'] });

  expect([speaks(own, ANNA), speaks(own, BRAM)]).toEqual([true, false]);
  expect([speaks(all, ANNA), speaks(all, BRAM)]).toEqual([true, true]);
  expect(maySay(own, BRAM, 'check_out')).toBe(true);
});

test('the contributor alone marks, and everybody answers where all ask each other', () => {
  const ask = playing({ kinds: ['question', 'answer', 'rating'] });
  const each = playing({ kinds: ['question', 'answer'], speakers: ['everyone'] });

  expect([maySay(ask, ANNA, 'rating'), maySay(ask, BRAM, 'rating')]).toEqual([true, false]);
  expect([maySay(ask, ANNA, 'question'), maySay(ask, BRAM, 'question')]).toEqual([false, true]);
  expect([maySay(ask, BRAM, 'answer'), maySay(each, BRAM, 'answer')]).toEqual([false, true]);
});

test('a named part speaks, and the others observe', () => {
  const named: Bare = { type: 'role_assigned', role: 'consultant', people: [BRAM], by: CARLA };
  const view = playing({ speakers: ['consultant'], kinds: ['question'] }, [named]);
  const pause = playing({ speakers: ['observers'], kinds: ['reflection'] }, [named]);

  expect(rolesOf(view)).toEqual(['consultant']);
  expect([speaks(view, BRAM), speaks(view, CARLA)]).toEqual([true, false]);
  expect([speaks(pause, BRAM), speaks(pause, CARLA), speaks(pause, ANNA)]).toEqual([
    false,
    true,
    false,
  ]);
});

test('a part goes to another, and nobody has two', () => {
  const give = (role: 'consultant' | 'observers', people: string[]): Bare => ({
    type: 'role_assigned',
    role,
    people,
    by: CARLA,
  });
  const view = playing({}, [give('consultant', [BRAM]), give('observers', [BRAM])]);

  expect(view.roles).toEqual({ consultant: [], observers: [BRAM] });
});

test('each kind of step offers what its speakers can say', () => {
  const kinds = (part: Partial<Step>, me: string) =>
    tasks(playing(part), me).map(({ kind }) => kind);

  expect(kinds({ kinds: ['association', 'reformulation'], speakers: ['members'] }, BRAM)).toEqual([
    'association',
    'reformulation',
  ]);
  expect(kinds({ kinds: ['association'], speakers: ['members'] }, ANNA)).toEqual([]);
  expect(kinds({ kinds: ['position', 'argument'], speakers: ['everyone'] }, ANNA)).toEqual([
    'position',
    'argument',
  ]);
  expect(kinds({ kinds: ['note'], speakers: ['everyone'] }, BRAM)).toEqual(['note']);
  expect(kinds({ kinds: ['feedback'], speakers: ['members'] }, BRAM)).toEqual(['feedback']);
});

test('one evaluation each is enough', () => {
  const told = said({ id: 'e', by: BRAM, kind: 'evaluation' });
  const view = playing({ kinds: ['evaluation'], speakers: ['everyone'] }, [told]);

  expect(tasks(view, BRAM)).toEqual([]);
  expect(tasks(view, CARLA).map(({ kind }) => kind)).toEqual(['evaluation']);
});

test('the contributor marks what others said, and the last mark counts', () => {
  const mark = (id: string, as: 'warm' | 'maybe'): Bare => ({
    type: 'contribution_rated',
    id,
    by: ANNA,
    step: ASK,
    case: 'case',
    on: 'a',
    mark: as,
  });
  const told = [said({ id: 'a', by: BRAM }), mark('m1', 'warm'), mark('m2', 'maybe')];
  const view = playing({ kinds: ['rating'], speakers: ['contributor'] }, told);

  expect(markable(view, ANNA).map(({ id }) => id)).toEqual(['a']);
  expect([...marks(view)]).toEqual([['a', 'maybe']]);
  expect(tasks(view, ANNA).map(({ kind }) => kind)).toEqual(['rating']);
});

test('the word goes round for any kind, and nobody has it while all write in silence', () => {
  const round = {
    kinds: ['association'],
    speakers: ['members'],
    turns: ['round'],
  } as Partial<Step>;
  const view = playing(round, [said({ id: 'a', by: BRAM })]);
  const silent = playing({ ...round, turns: ['silent', 'round'] });

  expect(turn(view)).toBe(CARLA);
  expect(turn(silent)).toBeNull();
});

test('what is written in a step shows at once after its reveal, and when a later one began', () => {
  const covered = { visibility: 'after_reveal' } as const;
  const revealed: Bare = { type: 'step_revealed', step: ASK, by: CARLA };

  expect(shownStep(playing(covered), ASK)?.visibility).toBe('after_reveal');
  expect(shownStep(playing(covered, [revealed]), ASK)?.visibility).toBe('live');
  expect(shownStep(playing(covered, [starts(ADVISE)]), ASK)?.visibility).toBe('live');
});

test('on request the contributor is asked from the last step before advice, and nothing is advised before a yes', () => {
  const wish: Bare = { type: 'advice_wish_stated', case: 'case', by: ANNA, wanted: true };
  const onRequest = (more: Bare[], at: number): SessionView => ({
    ...playing({}, more, at),
    adviceMode: 'on_request',
  });

  expect(asksForAdvice(onRequest([], ASK))).toBe(true);
  expect(asksForAdvice(onRequest([], ADVISE + 1))).toBe(false);
  expect(tasks(onRequest([], ADVISE), BRAM)).toEqual([]);
  expect(tasks(onRequest([wish], ADVISE), BRAM).map(({ kind }) => kind)).toEqual(['advice']);
});

test('the end keeps its minutes, and what the others lack is told', () => {
  const view = playing({});
  const whole = plan(view);
  const began = new Date(view.runs[0]?.startedAt ?? '').getTime();

  expect(whole).toEqual({ endsAt: began + 30 * 60_000, freeUntil: began + 25 * 60_000 });
  expect(lacking(view, began)).toBe(0);
  expect(lacking(view, began + 21 * 60_000)).toBe(60);
});

test('steps that were planned anew take their new time', () => {
  const view = playing({}, [
    {
      type: 'steps_replanned',
      lengths: [{ step: ADVISE, seconds: 90 }],
      given_up: false,
      by: CARLA,
    },
  ]);

  expect([lengthOf(view, ADVISE), lengthOf(view, 5)]).toEqual([90, 300]);
});

test('pairs stand with their step', () => {
  const view = playing({}, [{ type: 'pairs_drawn', step: ASK, pairs: [[BRAM, CARLA]], by: CARLA }]);

  expect(view.pairs[ASK]).toEqual([[BRAM, CARLA]]);
});
