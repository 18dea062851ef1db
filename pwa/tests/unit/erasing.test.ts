/** An erased case, and a person who is gone, leave no word on a device: not in the log, not beside it. */
import { beforeEach, expect, test } from 'vitest';
import { tracesOf } from '../../src/log/erasing.ts';
import type { WireEvent } from '../../src/log/event.ts';
import { fold } from '../../src/log/fold.ts';
import { forgetTexts, reveals } from '../../src/log/forgetting.ts';
import { mirror } from '../../src/log/mirror.ts';
import { emptyView } from '../../src/log/view.ts';
import { outbox } from '../../src/outbox/outbox.svelte.ts';
import { database, forgetDevice } from '../../src/store/database.ts';
import { keep, kept } from '../../src/store/kept.ts';
import { page } from '../../src/store/page.svelte.ts';
import { unseal } from '../../src/store/seal.ts';
import { dropTraces } from '../../src/store/traces.ts';
import {
  ANNA,
  BRAM,
  CARLA,
  everybodyHere,
  numbered,
  opened,
  proposed,
  starts,
  type Bare,
} from './meeting.ts';

const at = (id: string, by: string) => ({ id, by, step: 3 });

/** Bram's case is discussed to its end; Carla reported on an older case, Anna reacted to that. */
const TALKED: Bare[] = [
  opened([{ action: 'older', contributor: CARLA }]),
  ...everybodyHere,
  { type: 'checked_in', ...at('said-hello', CARLA), text: 'carla says hello' },
  {
    type: 'follow_up_reported',
    ...at('said-report', CARLA),
    action: 'older',
    status: 'done',
    did: 'carla did it',
    effect: 'carla effect',
    learned: null,
  },
  {
    type: 'feedback_given',
    ...at('said-feedback', ANNA),
    follow_up: 'said-report',
    text: 'anna feeds back',
  },
  starts(1),
  proposed('case-b', BRAM),
  proposed('c', CARLA),
  { type: 'case_chosen', case: 'case-b', contributor: BRAM, advice_mode: 'round' },
  {
    type: 'case_described',
    ...at('said-story', BRAM),
    case: 'case-b',
    question: 'bram asks anew',
    context: 'bram context',
    own_behaviour: 'bram did',
    effect: 'bram effect',
  },
  { type: 'question_asked', ...at('said-q', CARLA), case: 'case-b', text: 'carla asks' },
  {
    type: 'question_answered',
    ...at('said-an', BRAM),
    case: 'case-b',
    question: 'said-q',
    text: 'bram answers',
  },
  {
    type: 'advice_given',
    ...at('said-ad', ANNA),
    case: 'case-b',
    kind: 'advice',
    text: 'anna advises',
  },
  {
    type: 'takeaway_stated',
    ...at('said-t', BRAM),
    case: 'case-b',
    text: 'bram takes',
    helpful: ['said-q'],
  },
  {
    type: 'action_committed',
    ...at('said-ac', BRAM),
    case: 'case-b',
    text: 'bram acts',
    first_step: 'bram first',
    due: null,
  },
  { type: 'insight_noted', ...at('said-i', ANNA), text: 'anna insight' },
];
const ABOUT_B =
  /b title|b question|bram (asks|context|did|effect|answers|takes|acts|first)|carla asks|anna advises/;
const NEIGHBOURS = ['carla says hello', 'carla did it', 'anna feeds back'];

const erased = (kept = false): Bare => ({
  type: 'case_erased',
  case: 'case-b',
  by: BRAM,
  takeaways_kept: kept,
});
const gone = (person: string): Bare => ({ type: 'author_forgotten', person });

const view = (events: WireEvent[], me = ANNA) => fold(emptyView('session'), events, me);

/** What a device of `me` keeps of the log after these events, opened with its key. */
async function left(events: Bare[], me: string): Promise<string> {
  const log = numbered(events);
  await mirror('session', log);
  await forgetTexts(view(log, me), me);
  const store = await database();
  const rows = await store.getAll('mirror');
  return JSON.stringify(await Promise.all(rows.map(({ sealed }) => unseal(sealed))));
}

beforeEach(() => forgetDevice());

test('before it is erased every device has every word of the case', async () => {
  expect(await left(TALKED, ANNA)).toMatch(ABOUT_B);
});

test('an erased case leaves every device, its neighbours stay, an insight stays with its author', async () => {
  for (const me of [ANNA, BRAM, CARLA]) {
    await forgetDevice();
    const events = [...TALKED, erased()];
    const copy = await left(events, me);

    expect(copy).not.toMatch(ABOUT_B);
    expect(JSON.stringify(view(numbered(events), me).entries)).not.toMatch(ABOUT_B);
    for (const words of NEIGHBOURS) expect(copy).toContain(words);
    expect(copy.includes('anna insight')).toBe(me === ANNA);
  }
});

test('that something was said about an erased case can still be counted', () => {
  const before = view(numbered(TALKED));
  const after = view(numbered([...TALKED, erased()]));

  expect(after.entries.map(({ id }) => id)).toEqual(before.entries.map(({ id }) => id));
  expect(after.chosen).toBeNull();
  expect(after.erased).toEqual([{ case: 'case-b', kept: false }]);
});

test('a contributor who keeps the takeaways keeps only those, and nobody else does', async () => {
  const own = await left([...TALKED, erased(true)], BRAM);
  expect(own).toContain('bram takes');
  expect(own).toContain('bram acts');
  expect(own).not.toMatch(/bram context|carla asks|anna advises|b title/);

  await forgetDevice();
  expect(await left([...TALKED, erased(true)], ANNA)).not.toMatch(ABOUT_B);
});

test('what came of an action goes with the case of an earlier meeting', async () => {
  const copy = await left(
    [...TALKED, { type: 'case_erased', case: 'old', by: CARLA, takeaways_kept: false }],
    ANNA,
  );

  expect(copy).not.toMatch(/carla did it|carla effect|anna feeds back/);
  expect(copy).toMatch(ABOUT_B);
});

test('of a person who is gone every word goes, of the others none', async () => {
  const copy = await left([...TALKED, gone(CARLA)], ANNA);

  expect(copy).not.toMatch(/carla (says|did|effect|asks)|c title/);
  expect(copy).toMatch(/bram context/);
  expect(copy).toContain('anna feeds back');
  expect(view(numbered([...TALKED, gone(CARLA)])).present).not.toContain(CARLA);
});

test('what is said of an erased case after all, by a phone that had not heard, is not shown', () => {
  const late: Bare = {
    type: 'question_asked',
    ...at('said-late', CARLA),
    case: 'case-b',
    text: 'too late',
  };

  expect(JSON.stringify(view(numbered([...TALKED, erased(), late])))).not.toContain('too late');
});

test('when the case of the meeting is erased the others come back from the server', () => {
  const before = view(numbered(TALKED));
  const event = numbered([erased()], TALKED.length)[0] as WireEvent;

  expect(reveals(before, event)).toBe(true);
  expect(reveals(view(numbered(TALKED.slice(0, 5))), event)).toBe(false);
});

test('kept answers, drafts and unsent words about the case leave the device, others stay', async () => {
  const log = numbered([...TALKED, erased()]);
  await keep('/groups/one/history', {
    meetings: [{ cases: [{ case: 'case-b', title: 'b title' }] }],
  });
  await keep('/groups/two/history', { meetings: [] });
  await keep('draft session question case-b', { text: 'draft about b' });
  await keep('draft session answer said-q', { text: 'draft answer' });
  await keep('draft session insight session', { text: 'my own insight' });
  await outbox.open(ANNA);
  globalThis.fetch = () => Promise.reject(new TypeError('no network'));
  const send = (id: string, body: Record<string, unknown>) =>
    outbox.enqueue({
      id,
      scope: 'session',
      method: 'PUT',
      path: `/sessions/x/questions/${id}`,
      body,
    });
  await send('one', { case: 'case-b', text: 'unsent about b' });
  await send('two', { text: 'unsent insight' });

  await dropTraces(tracesOf(view(log), log));

  const store = await database();
  expect(await store.getAllKeys('kept')).toEqual([
    '/groups/two/history',
    'draft session insight session',
  ]);
  expect(await kept('draft session insight session')).toEqual({ text: 'my own insight' });
  expect(outbox.items.map(({ id }) => id)).toEqual(['two']);
  expect(await store.getAllKeys('outbox')).toEqual(['two']);
  await outbox.open(undefined);
});

test('a page on the screen that tells of the case is taken away and read anew', async () => {
  const answers = [{ meetings: ['b title', 'b'] }, { meetings: [] }];
  globalThis.fetch = () =>
    Promise.resolve(new Response(JSON.stringify(answers.shift()), { status: 200 }));
  const shown = page<unknown>('/groups/three/history');
  await shown.load();
  expect(JSON.stringify(shown.value)).toContain('b title');

  await dropTraces(['b title']);
  expect(shown.value).toBeUndefined();
  await expect.poll(() => shown.value).toEqual({ meetings: [] });
});
