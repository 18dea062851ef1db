/** What is prepared, who reads what is typed, and when somebody is called upon. */
import { beforeAll, expect, test } from 'vitest';
import type { Step } from '../../src/api/wire.ts';
import { byPerson } from '../../src/session/board/grouping.ts';
import { caseBody, caseDraft, reportBody, reportDraft } from '../../src/session/forms/drafting.ts';
import { begun } from '../../src/session/forms/openings.ts';
import { calledUpon, isEarlier } from '../../src/session/reading.ts';
import { seenBy } from '../../src/session/seen.ts';
import { withWaiting } from '../../src/store/prepared.svelte.ts';
import { learn, speak } from '../../src/text/text.svelte.ts';
import {
  ANNA,
  BRAM,
  type Bare,
  everybodyHere,
  METHOD,
  opened,
  proposed,
  starts,
  viewOf,
} from './meeting.ts';

beforeAll(async () => {
  Object.defineProperty(globalThis, 'document', { value: { documentElement: {} } });
  await speak('en');
  await learn('meeting');
});

const known = [{ case: 'a', title: 'first', changed_at: '2026-01-01' }];
const waiting = (method: 'PUT' | 'DELETE', id: string, title?: string) => ({
  method,
  path: `/me/proposals/${id}`,
  madeAt: 0,
  ...(title ? { body: { title } } : {}),
});
const titles = (...items: ReturnType<typeof waiting>[]) =>
  withWaiting(known, items, '/me/proposals/', 'case', { title: '' }).map((each) => each.title);

test('what waits to be sent is seen at once', () => {
  expect(titles(waiting('PUT', 'a', 'better'))).toEqual(['better']);
  expect(titles(waiting('PUT', 'b', 'second'))).toEqual(['first', 'second']);
  expect(titles(waiting('PUT', 'a', 'better'), waiting('DELETE', 'a'))).toEqual([]);
});

test('a draft keeps the choices, and says only what was chosen', () => {
  expect(caseBody(caseDraft())).toEqual({ title: '', question: '', kind: 'bottleneck' });
  expect(caseBody({ ...caseDraft(), influence: '2' })).toMatchObject({ influence: 2 });
  expect(reportBody(reportDraft())).not.toHaveProperty('status');
  expect(reportBody({ ...reportDraft(), status: 'done' })).toMatchObject({ status: 'done' });
});

test('an opening stands in front, and another one takes its place', () => {
  const openings = ['How can I', 'What makes me'];

  expect(begun('', 'How can I', openings)).toBe('How can I ');
  expect(begun('Say no to her?', 'How can I', openings)).toBe('How can I say no to her?');
  expect(begun('How can I say no?', 'What makes me', openings)).toBe('What makes me say no?');
});

const step = (visibility: Step['visibility']) => ({ ...METHOD.steps[0], visibility }) as Step;
const terms = { days_after_follow_up: 30, days_after_session: 180 };

test.each([
  ['question', step('live'), 'Seen by those here now. Erased within 180 days.'],
  ['takeaway', step('live'), 'Seen by those here now. After 180 days only by you.'],
  ['follow_up', step('live'), 'Seen by those here now. Erased within 30 days.'],
  ['note', step('live'), 'Only you see this. Stays until you take it back.'],
  ['question', step('private'), 'Only you see this. Erased within 180 days.'],
  [
    'question',
    step('after_reveal'),
    'Only you see this until all opens at once. Erased within 180 days.',
  ],
  [
    'reflection',
    step('hidden_from_contributor_until_end'),
    'Bram sees this at the end only. Erased within 180 days.',
  ],
] as const)('who reads a %s, and until when', (kind, where, line) => {
  expect(seenBy({ kind }, where, 'Bram', terms)).toBe(line);
});

const said = (id: string, by: string, type = 'question_asked' as const): Bare => ({
  type,
  id,
  by,
  step: 3,
  case: 'b',
  text: id,
});
const asking = [
  opened(),
  ...everybodyHere,
  starts(1),
  proposed('b', BRAM),
  { type: 'case_chosen', case: 'b', contributor: BRAM, advice_mode: 'round' },
  starts(3),
] satisfies Bare[];

test('the one whose turn it is is called, once for each turn', () => {
  const first = calledUpon(viewOf(asking), ANNA);
  const after = viewOf([...asking, said('q1', ANNA)]);

  expect(first).toMatch(/^turn /);
  expect(calledUpon(viewOf(asking), BRAM)).toBeNull();
  expect(calledUpon(after, ANNA)).toBeNull();
  expect(calledUpon(after, BRAM)).toBe('question q1');
});

test('who is asked whether their case may be told is called, and nobody when it is over', () => {
  const offer: Bare = { type: 'case_offered', case: 'b', by: 'guide' };
  const offered = [...asking.slice(0, -2), offer];

  expect(calledUpon(viewOf(offered), BRAM)).toBe('consent b');
  expect(calledUpon(viewOf(offered), ANNA)).not.toMatch(/consent/);
  expect(calledUpon(viewOf([...asking, { type: 'session_closed', by: 'guide' }]), ANNA)).toBeNull();
});

test('what each person asked stands together, who spoke last first', () => {
  const entries = [
    { id: 1, by: 'anna' },
    { id: 2, by: 'bram' },
    { id: 3, by: 'anna' },
    { id: 4, by: 'carla' },
  ];

  const shown = byPerson(entries.map((entry) => ({ entry }))).map(({ entry, same }) => [
    entry.id,
    same,
  ]);

  expect(shown).toEqual([
    [4, false],
    [3, false],
    [1, true],
    [2, false],
  ]);
});

test('what belongs to another step steps back', () => {
  const view = viewOf(asking);

  expect(isEarlier(view, 'question', 'answer')).toBe(false);
  expect(isEarlier(view, 'proposal', 'vote')).toBe(true);
});
