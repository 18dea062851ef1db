/** One thing that is added to a long meeting changes what is shown of that one, and of nothing else. */
import { expect, test } from 'vitest';
import { fold } from '../../src/log/fold.ts';
import { steady } from '../../src/log/steady.ts';
import type { Entry, SessionView } from '../../src/log/view.ts';
import { byPerson } from '../../src/session/board/grouping.ts';
import { rowsOf, steadyRows, type Row } from '../../src/session/board/rows.ts';
import { said, wordsInRound } from '../../src/session/reading.ts';
import { ANNA, BRAM, type Bare, CARLA, everybodyHere, opened, starts, viewOf } from './meeting.ts';

const MANY = 300;
const NOW = new Date('2026-01-01T14:00:00.000Z').getTime();

const question = (id: string, by = CARLA): Bare => ({
  type: 'question_asked',
  id,
  by,
  step: 3,
  case: 'b',
  text: `What about ${id}?`,
});
const ids = Array.from({ length: MANY }, (_, nth) => `q${String(nth)}`);
const long = viewOf([
  opened(),
  ...everybodyHere,
  { type: 'case_chosen', case: 'b', contributor: BRAM, advice_mode: 'round' },
  starts(3),
  ...ids.map((id) => question(id)),
]);

const then = (view: SessionView, ...events: Bare[]): SessionView =>
  fold(
    view,
    events.map((event, nth) => ({
      at: '2026-01-01T14:00:00.000Z',
      ...event,
      version: view.version + nth + 1,
    })),
    ANNA,
  );

/** What the board would show anew after something happened: the ids of rows that are not the objects they were. */
function shownAnew(before: SessionView, after: SessionView): string[] {
  const kept = steadyRows();
  const rows = (view: SessionView) =>
    kept(byPerson(rowsOf(view, ANNA, NOW, said(view, 'question_asked'))));
  const known = new Set<Row>(rows(before));
  return rows(after)
    .filter((row) => !known.has(row))
    .map(({ entry }) => entry.id);
}

test('one question more leaves hundreds of rows as they are', () => {
  expect(shownAnew(long, then(long, question('new', BRAM)))).toEqual(['new']);
});

test('one more of the same person changes the row below it too: it is no longer the first of theirs', () => {
  expect(shownAnew(long, then(long, question('new')))).toEqual(['new', `q${String(MANY - 1)}`]);
});

test('other words, or a mark, change the one that they are about', () => {
  const reworded = then(long, {
    type: 'contribution_corrected',
    contribution: 'q7',
    by: CARLA,
    wordings: { text: 'Better?' },
  });
  const marked = then(long, {
    type: 'contribution_rated',
    id: 'm',
    by: BRAM,
    step: 3,
    case: 'b',
    on: 'q8',
    mark: 'warm',
  });

  expect(shownAnew(long, reworded)).toEqual(['q7']);
  expect(shownAnew(long, marked)).toEqual(['q8']);
});

test('the end of a meeting is seen in every row: nothing can be taken back any more', () => {
  expect(shownAnew(long, then(long, { type: 'session_closed', by: BRAM }))).toHaveLength(MANY);
});

test('nothing new is the same list, so that nobody even looks through it', () => {
  const kept = steadyRows();
  const once = kept(rowsOf(long, ANNA, NOW, said(long, 'question_asked')));

  expect(kept(rowsOf(long, ANNA, NOW, said(long, 'question_asked')))).toBe(once);
});

test('a list within a thing counts by what is in it', () => {
  const kept = steady<{ id: string; answers: Entry[] }>(({ id }) => id);
  const [first, second] = said(long, 'question_asked');
  if (!first || !second) throw new Error('nothing was said');
  const once = kept([{ id: 'q', answers: [first] }]);

  expect(kept([{ id: 'q', answers: [first] }])).toBe(once);
  expect(kept([{ id: 'q', answers: [first, second] }])[0]?.answers).toEqual([first, second]);
  expect(kept([{ id: 'q', answers: [] }])[0]?.answers).toEqual([]);
});

test('who has spoken is counted once for each state of the meeting', () => {
  const next = then(long, question('new'));

  expect(wordsInRound(long)).toBe(wordsInRound(long));
  expect([wordsInRound(long).get(CARLA), wordsInRound(next).get(CARLA)]).toEqual([MANY, MANY + 1]);
});
