/** What a phone wants to say arrives exactly once, whatever the network does. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Outbox } from '../../src/outbox/outbox.svelte.ts';
import type { Command, Item } from '../../src/outbox/command.ts';
import { changeItem, itemsOf } from '../../src/outbox/keeping.ts';
import { inTurn } from '../../src/outbox/turns.ts';
import { database, forgetDevice } from '../../src/store/database.ts';
import { keep, kept } from '../../src/store/kept.ts';
import { keepsNothing } from '../../src/store/lasting.svelte.ts';
import { becomes } from '../../src/store/whose.ts';
import { startKeeper, type Behaviour, type Keeper } from './server.ts';

let keeper: Keeper;
const pages: Outbox[] = [];

beforeEach(async () => {
  await forgetDevice();
  keeper = await startKeeper();
});
afterEach(async () => {
  await Promise.all(pages.splice(0).map((outbox) => outbox.open(undefined)));
  await keeper.close();
});

const question = (id: string, text = `text ${id}`): Command => ({
  id,
  scope: 'session',
  method: 'PUT',
  path: `/sessions/session/questions/${id}`,
  body: { text, step: 3 },
  shows: { type: 'question_asked', id, by: 'anna', step: 3, text },
});
const always = (behaviour: Behaviour) => Array.from({ length: 200 }, () => behaviour);
const pathOf = (id: string) => `/api/v1/sessions/session/questions/${id}`;

async function outboxOf(person: string): Promise<Outbox> {
  const outbox = new Outbox();
  pages.push(outbox);
  await outbox.open(person);
  return outbox;
}

test('a lost answer does not double what was said', async () => {
  const outbox = await outboxOf('anna');
  keeper.behave('lose-answer', 'take');

  await outbox.enqueue(question('q1'));
  await vi.waitFor(() => expect(keeper.order).toEqual([pathOf('q1'), pathOf('q1')]), 5000);
  await vi.waitFor(() => expect(outbox.items[0]?.state).toBe('accepted'));

  expect(keeper.taken.size).toBe(1);
});

test('what waits is sent in the order in which it was said', async () => {
  const outbox = await outboxOf('anna');
  keeper.behave('away', 'take', 'take', 'take');

  for (const id of ['q1', 'q2', 'q3']) await outbox.enqueue(question(id));
  await vi.waitFor(() => expect(keeper.taken.size).toBe(3), 5000);

  expect([...keeper.taken.keys()]).toEqual([pathOf('q1'), pathOf('q2'), pathOf('q3')]);
});

test('it survives the end of the page: another page of the same person sends it', async () => {
  keeper.behave(...always('away'));
  const first = await outboxOf('anna');
  await first.enqueue(question('q1'));
  await first.flush();
  await first.open(undefined);

  keeper.behave();
  await outboxOf('anna');

  await vi.waitFor(() => expect(keeper.taken.has(pathOf('q1'))).toBe(true));
});

test('another login on the same phone never sends it', async () => {
  keeper.behave(...always('away'));
  const first = await outboxOf('anna');
  await first.enqueue(question('q1'));
  await first.flush();
  await first.open(undefined);

  keeper.behave();
  const other = await outboxOf('bram');
  await other.flush();

  expect(keeper.taken.size).toBe(0);
  expect(other.items).toEqual([]);
  expect((await itemsOf('anna')).map(({ id }) => id)).toEqual(['q1']);
});

test('a refusal hands the words back with its reason, and the next goes on', async () => {
  const outbox = await outboxOf('anna');
  keeper.behave('refuse', 'take');

  await outbox.enqueue(question('q1'));
  await outbox.enqueue(question('q2'));
  await vi.waitFor(() => expect(keeper.taken.has(pathOf('q2'))).toBe(true), 5000);

  const [refused] = outbox.refused('session');
  expect(refused?.problem?.type).toBe('/problems/questions-closed');
  expect(refused?.body?.text).toBe('text q1');
});

test('without a sign-in nothing is thrown away', async () => {
  const outbox = await outboxOf('anna');
  keeper.behave('sign-in');

  await outbox.enqueue(question('q1'));
  await vi.waitFor(() => expect(outbox.signIn).toBe(true));

  expect(outbox.unsent).toBe(1);
});

test('it stays until the log has reached it, and shows as waiting', async () => {
  const outbox = await outboxOf('anna');
  await outbox.enqueue(question('q1'));
  await vi.waitFor(() => expect(outbox.items[0]?.state).toBe('accepted'));

  await outbox.settle('session', 0);
  expect(outbox.entries('session').map(({ id, waiting }) => [id, waiting])).toEqual([['q1', true]]);

  await outbox.settle('session', 1);
  expect(outbox.items).toEqual([]);
});

test('what the log held before its answer came does not stay behind', async () => {
  const outbox = await outboxOf('anna');
  keeper.behave(...always('away'));
  await outbox.enqueue(question('q1'));
  const [item] = await itemsOf('anna');
  await changeItem({ ...(item as Item), state: 'accepted', version: 1 });

  await outbox.settle('session', 1);
  await outbox.changed();

  await vi.waitFor(async () => expect(await itemsOf('anna')).toEqual([]));
  expect(outbox.items).toEqual([]);
});

test('two pages do not send the same twice', async () => {
  const one = await outboxOf('anna');
  const other = await outboxOf('anna');
  keeper.behave('away', 'away', 'take');

  await one.enqueue(question('q1'));
  await Promise.all([one.flush(), other.flush(), one.flush(), other.flush()]);
  await vi.waitFor(() => expect(keeper.taken.size).toBe(1), 5000);

  expect(keeper.order.length).toBe(3);
});

test('the words are not readable in the database', async () => {
  keeper.behave(...always('away'));
  const outbox = await outboxOf('anna');
  await outbox.enqueue(question('q1', 'a secret about work'));

  const [row] = await (await database()).getAll('outbox');
  const key = await (await database()).get('keys', 'device');

  expect(new TextDecoder().decode(row?.sealed.box)).not.toContain('secret');
  expect(JSON.stringify(row)).not.toContain('secret');
  expect(key?.extractable).toBe(false);
});

test('what was said stays on the screen while it is being stored, whoever looks meanwhile', async () => {
  keeper.behave(...always('away'));
  const outbox = await outboxOf('anna');
  const ids = Array.from({ length: 12 }, (_, index) => `q${index}`);
  const lost: string[] = [];
  for (const [index, id] of ids.entries()) {
    const work = [outbox.flush(), outbox.enqueue(question(id)), outbox.flush()];
    const done = Promise.all(work).then(() => 'done');
    const moment = () => new Promise((resolve) => setTimeout(resolve, 0));
    do {
      const there = new Set(outbox.items.map((item) => item.id));
      lost.push(...ids.slice(0, index + 1).filter((each) => !there.has(each)));
    } while ((await Promise.race([done, moment()])) !== 'done');
  }
  expect(lost).toEqual([]);
});

test('a text goes from its draft into the outbox in one step', async () => {
  keeper.behave(...always('away'));
  const outbox = await outboxOf('anna');
  await keep('draft q', { text: 'half a question' });

  await outbox.enqueue(question('q1'), { draft: 'draft q' });

  expect(await kept('draft q')).toBeUndefined();
  expect((await itemsOf('anna')).map(({ id }) => id)).toEqual(['q1']);
});

test('what is sent again takes the place of what was refused', async () => {
  const outbox = await outboxOf('anna');
  keeper.behave('refuse', ...always('away'));
  await outbox.enqueue(question('q1'));
  await vi.waitFor(() => expect(outbox.refused('session')).toHaveLength(1));

  await outbox.enqueue(question('q2'), { item: 'q1' });

  expect(outbox.refused('session')).toEqual([]);
  expect((await itemsOf('anna')).map(({ id }) => id)).toEqual(['q2']);
});

test('the server is left alone for as long as it asks, whatever wakes the outbox', async () => {
  const outbox = await outboxOf('anna');
  keeper.behave('busy', 'take');
  const before = performance.now();

  await outbox.enqueue(question('q1'));
  for (let i = 0; i < 5; i++) outbox.wake();
  await vi.waitFor(() => expect(keeper.taken.size).toBe(1), 5000);

  expect(performance.now() - before).toBeGreaterThanOrEqual(1000);
  expect(keeper.order.length).toBe(2);
});

test('a gate that refuses everything loses nothing, and what waits goes on when it opens', async () => {
  const outbox = await outboxOf('anna');
  keeper.remain('gate');
  await outbox.enqueue(question('q1'));
  for (let i = 0; i < 12; i++) await outbox.flush();
  expect([keeper.taken.size, outbox.refused(), outbox.unsent]).toEqual([0, [], 1]);

  keeper.remain('take');
  await outbox.flush();

  expect([keeper.taken.size, outbox.refused()]).toEqual([1, []]);
});

test('what alone fails again and again is handed back, and the next goes on', async () => {
  const outbox = await outboxOf('anna');
  keeper.remain('broken', pathOf('q1'));
  await outbox.enqueue(question('q1'));
  await outbox.enqueue(question('q2'));
  for (let i = 0; i < 6; i++) await outbox.flush();

  expect([...keeper.taken.keys()]).toEqual([pathOf('q2')]);
  expect(outbox.refused().map(({ id, body }) => [id, body?.text])).toEqual([['q1', 'text q1']]);
});

test('after a new sign-in at another tab this one does not ask for a sign-in any more', async () => {
  const outbox = await outboxOf('anna');
  keeper.behave('sign-in', 'take');
  await outbox.enqueue(question('q1'));
  await vi.waitFor(() => expect(outbox.signIn).toBe(true));

  outbox.wake();

  await vi.waitFor(() => expect([keeper.taken.size, outbox.signIn]).toEqual([1, false]));
});

test('nothing is sent in the name of who came after, when this tab has not heard of it yet', async () => {
  keeper.behave(...always('away'));
  const outbox = await outboxOf('anna');
  await outbox.enqueue(question('q1'));
  await outbox.flush();
  await becomes('bram');

  keeper.behave();
  const before = keeper.order.length;
  await outbox.flush();

  expect(keeper.order.length).toBe(before);
});

test('a tab that froze while sending does not keep the others from it', async () => {
  const { promise, resolve: thaw } = Promise.withResolvers<string>();
  const frozen = inTurn(() => promise);

  await expect(inTurn(() => Promise.resolve('sent'), 50)).resolves.toBe('sent');

  thaw('sent too late');
  await expect(frozen).resolves.toBeUndefined();
});

test('where nothing can be stored it is sent all the same, and says that it lives in the page', async () => {
  const outbox = await outboxOf('anna');
  keeper.behave('away', 'take');
  const full = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
    throw new DOMException('no room', 'QuotaExceededError');
  });

  await outbox.enqueue(question('q1'));

  expect([outbox.loose, keepsNothing()]).toEqual([1, true]);
  await vi.waitFor(() => expect(keeper.taken.size).toBe(1), 5000);
  await vi.waitFor(() => expect(outbox.loose).toBe(0));
  full.mockRestore();
});
