/** What a phone wants to say arrives exactly once, whatever the network does. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Outbox } from '../../src/outbox/outbox.svelte.ts';
import type { Command } from '../../src/outbox/command.ts';
import { itemsOf } from '../../src/outbox/keeping.ts';
import { database, forgetDevice } from '../../src/store/database.ts';
import { startKeeper, type Keeper } from './server.ts';

let keeper: Keeper;

beforeEach(async () => {
  await forgetDevice();
  keeper = await startKeeper();
});
afterEach(() => keeper.close());

const question = (id: string, text = `text ${id}`): Command => ({
  id,
  scope: 'session',
  method: 'PUT',
  path: `/sessions/session/questions/${id}`,
  body: { text, step: 3 },
  shows: { type: 'question_asked', id, by: 'anna', step: 3, text },
});
const pathOf = (id: string) => `/api/v1/sessions/session/questions/${id}`;

async function outboxOf(person: string): Promise<Outbox> {
  const outbox = new Outbox();
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
  keeper.behave(...Array.from({ length: 40 }, () => 'away' as const));
  const first = await outboxOf('anna');
  await first.enqueue(question('q1'));
  await first.flush();
  await first.open(undefined);

  keeper.behave();
  await outboxOf('anna');

  await vi.waitFor(() => expect(keeper.taken.has(pathOf('q1'))).toBe(true));
});

test('another login on the same phone never sends it', async () => {
  keeper.behave(...Array.from({ length: 40 }, () => 'away' as const));
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
  keeper.behave(...Array.from({ length: 40 }, () => 'away' as const));
  const outbox = await outboxOf('anna');
  await outbox.enqueue(question('q1', 'a secret about work'));

  const [row] = await (await database()).getAll('outbox');
  const key = await (await database()).get('keys', 'device');

  expect(new TextDecoder().decode(row?.sealed.box)).not.toContain('secret');
  expect(JSON.stringify(row)).not.toContain('secret');
  expect(key?.extractable).toBe(false);
});

test('what was said stays on the screen while it is being stored, whoever looks meanwhile', async () => {
  keeper.behave(...Array.from({ length: 200 }, () => 'away' as const));
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
