/** Other words for what was said: seen at once, kept nowhere twice, and gone with what they are about. */
import { beforeEach, expect, test, vi } from 'vitest';
import { fold, withWaiting } from '../../src/log/fold.ts';
import { forgetTexts } from '../../src/log/forgetting.ts';
import { mirror, mirrored } from '../../src/log/mirror.ts';
import { emptyView } from '../../src/log/view.ts';
import { mayReword, rewordable } from '../../src/session/rewording.ts';
import { forgetDevice } from '../../src/store/database.ts';
import { Draft } from '../../src/session/draft.svelte.ts';
import { kept } from '../../src/store/kept.ts';
import {
  ANNA,
  afterOneCase,
  BRAM,
  type Bare,
  numbered,
  opened,
  proposed,
  starts,
  viewOf,
} from './meeting.ts';

beforeEach(() => forgetDevice());

const asked: Bare = {
  type: 'question_asked',
  id: 'q',
  by: ANNA,
  step: 3,
  case: 'b',
  text: 'first words',
};
const better: Bare = {
  type: 'contribution_corrected',
  contribution: 'q',
  by: ANNA,
  wordings: { text: 'better words' },
};
const story = [...afterOneCase, asked, better];

test('the last words take the place of the first', () => {
  const entry = viewOf(story).entries.find(({ id }) => id === 'q');

  expect(entry).toMatchObject({ text: 'better words', corrected: true, case: 'b' });
});

test('words that wait are seen at once, and marked as waiting', () => {
  const view = viewOf([...afterOneCase, asked]);
  const waiting = withWaiting(view, [], [{ contribution: 'q', wordings: { text: 'soon' } }]);

  expect(waiting.entries.at(-1)).toMatchObject({ text: 'soon', waiting: true });
  expect(view.entries.at(-1)).toMatchObject({ text: 'first words' });
});

test('what was taken back leaves the other devices in both words', async () => {
  const told = numbered([
    ...story,
    { type: 'contribution_withdrawn', contribution: 'q', by: ANNA },
  ]);
  await mirror('session', told);

  await forgetTexts(fold(emptyView('session'), told, BRAM), BRAM);

  expect(JSON.stringify(await mirrored('session'))).not.toMatch(/first words|better words/);
});

test('an erased case leaves the devices in both words', async () => {
  const told = numbered([
    ...story,
    { type: 'case_erased', case: 'b', by: BRAM, takeaways_kept: false },
  ]);
  await mirror('session', told);

  const view = fold(emptyView('session'), told, ANNA);
  await forgetTexts(view, ANNA);

  expect(view.entries.find(({ id }) => id === 'q')).toMatchObject({ text: null });
  expect(JSON.stringify(await mirrored('session'))).not.toMatch(/first words|better words/);
});

test('a proposal that was not chosen leaves the devices of others in both words', async () => {
  const told = numbered([
    opened(),
    starts(1),
    proposed('a', ANNA),
    proposed('b', BRAM),
    {
      type: 'contribution_corrected',
      contribution: 'b',
      by: BRAM,
      wordings: { title: 'b better' },
    },
    { type: 'case_chosen', case: 'a', contributor: ANNA, advice_mode: 'round' },
  ]);
  await mirror('session', told);

  await forgetTexts(fold(emptyView('session'), told, ANNA), ANNA);

  expect(JSON.stringify(await mirrored('session'))).not.toMatch(/b better|b title/);
});

test('my own words change for a week after the meeting, those of others never', () => {
  const closed = viewOf([...story, { type: 'session_closed', by: 'guide' }]);
  const entry = closed.entries.find(({ id }) => id === 'q');
  if (!entry) throw new Error('nothing was asked');
  const end = new Date(closed.closedAt ?? '').getTime();
  const days = (n: number) => end + n * 24 * 3600 * 1000;

  expect(mayReword(closed, entry, ANNA, days(6))).toBe(true);
  expect(mayReword(closed, entry, ANNA, days(7))).toBe(false);
  expect(mayReword(closed, entry, BRAM, days(0))).toBe(false);
});

test('what can be changed are the words alone', () => {
  const view = viewOf(story);
  const fields = (id: string) =>
    view.entries
      .filter((entry) => entry.id === id)
      .flatMap(rewordable)
      .map(({ field, required }) => [field, required]);

  expect(fields('q')).toEqual([['text', true]]);
  expect(fields('b')).toEqual([
    ['title', true],
    ['question', true],
  ]);
});

test('a draft that is sent at once does not come back', async () => {
  const draft = new Draft('session question b', { text: '' });
  draft.fields.text = 'sent';
  draft.store();
  draft.take();

  await vi.waitFor(async () => expect(await kept('draft session question b')).toBeUndefined());
  await new Promise((done) => setTimeout(done, 20));
  expect(await kept('draft session question b')).toBeUndefined();
});

test('a draft comes back for whoever opens the same task again, with the choices in it', async () => {
  const first = new Draft('session follow_up a', { status: '', did: '' });
  first.fields.status = 'partly';
  first.fields.did = 'half of it';
  first.store();
  await vi.waitFor(async () => expect(await kept('draft session follow_up a')).toBeDefined());

  const second = new Draft('session follow_up a', { status: '', did: '' });

  await second.restored;

  expect(second.fields).toEqual({ status: 'partly', did: 'half of it' });
});

test('a draft is kept while somebody writes on without a pause', async () => {
  const draft = new Draft('session question c', { text: '' });
  for (let written = 0; written < 8; written += 1) {
    draft.fields.text += 'word ';
    draft.keep();
    await new Promise((done) => setTimeout(done, 100));
  }

  expect(await kept<{ text: string }>('draft session question c')).toHaveProperty('text');
});
