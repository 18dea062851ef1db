/** A new version of the app finds everything that an older one kept, and the older one goes on beside it. */
import { deleteDB, openDB, type IDBPDatabase } from 'idb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mirrored } from '../../src/log/mirror.ts';
import { addItem, itemsOf } from '../../src/outbox/keeping.ts';
import type { Item } from '../../src/outbox/command.ts';
import { database, GROWTH, openAt, type Growth } from '../../src/store/database.ts';
import { keep, kept } from '../../src/store/kept.ts';

/** What a version of tomorrow might add. */
const TOMORROW: readonly Growth[] = [
  ...GROWTH,
  (store) => (store as unknown as IDBPDatabase).createObjectStore('notes'),
];

/** The database as the app of the first release made it: written out, because it may never change. */
async function asFirstReleased(): Promise<void> {
  const old = await openDB('kring', 1, {
    upgrade(store) {
      store.createObjectStore('keys');
      store.createObjectStore('outbox', { keyPath: 'id' });
      const mirror = store.createObjectStore('mirror', { keyPath: ['session', 'from'] });
      mirror.createIndex('session', 'session');
      store.createObjectStore('kept');
    },
  });
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  const sealed = async (value: unknown) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(value));
    return { iv, box: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain) };
  };
  const command = { id: 'q1', scope: 's', method: 'PUT', path: '/q1', body: { text: 'asked' } };
  const row = { id: 'q1', person: 'anna', scope: 's', state: 'waiting', version: null, madeAt: 7 };
  await old.put('keys', key, 'device');
  await old.put('outbox', { ...row, sealed: await sealed(command) });
  const events = [{ version: 1, type: 'withheld', at: '2026-01-01T00:00:00Z' }];
  await old.put('mirror', { session: 's', from: 1, to: 1, sealed: await sealed(events) });
  await old.put('kept', await sealed({ text: 'half a quest' }), 'draft q');
  old.close();
}

const item = (id: string, madeAt: number): Item => ({
  id,
  scope: 's',
  method: 'PUT',
  path: `/${id}`,
  person: 'anna',
  state: 'waiting',
  version: null,
  madeAt,
});

const everything = async () => [
  (await itemsOf('anna')).map(({ id }) => id),
  (await mirrored('s')).map(({ version }) => version),
  await kept('draft q'),
];
const ALL = [['q1'], [1], { text: 'half a quest' }];

const nothing = () => deleteDB('kring');
beforeEach(nothing);
afterEach(nothing);

test('what the first release kept is there in this one', async () => {
  await asFirstReleased();

  expect(await everything()).toEqual(ALL);
});

test('a version that adds something leaves the outbox, the log and the drafts as they were', async () => {
  await asFirstReleased();
  const grown = await openAt(TOMORROW);

  expect([grown.version, [...grown.objectStoreNames]]).toEqual([
    GROWTH.length + 1,
    ['kept', 'keys', 'mirror', 'notes', 'outbox'],
  ]);
  expect(await everything()).toEqual(ALL);
  grown.close();
});

test('a tab of the older version makes way for the newer one, and goes on keeping', async () => {
  await addItem(item('before', 1));
  const grown = await openAt(TOMORROW);

  await addItem(item('after', 2));
  await keep('draft r', { text: 'still here' });

  expect((await itemsOf('anna')).map(({ id }) => id)).toEqual(['before', 'after']);
  expect(await grown.count('outbox')).toBe(2);
  expect(await kept('draft r')).toEqual({ text: 'still here' });
  grown.close();
});

test('an older app that comes back after a newer one finds what waits', async () => {
  const grown = await openAt(TOMORROW);
  grown.close();

  await addItem(item('q2', 1));

  expect((await database()).version).toBe(GROWTH.length + 1);
  expect((await itemsOf('anna')).map(({ id }) => id)).toEqual(['q2']);
});

test('every step only adds: nothing that is kept can be thrown away by growing', () => {
  const made: string[] = [];
  const onlyMakes = new Proxy({} as Parameters<Growth>[0], {
    get(_target, name) {
      if (name !== 'createObjectStore') throw new Error(`a step may not ${String(name)}`);
      return (store: string) => {
        made.push(store);
        return { createIndex: () => undefined };
      };
    },
  });
  for (const add of GROWTH) add(onlyMakes);

  expect(made).toEqual(['keys', 'outbox', 'mirror', 'kept']);
  expect(() => ((store: typeof onlyMakes) => store.deleteObjectStore('kept'))(onlyMakes)).toThrow();
});
