/** Where waiting commands are stored: metadata in the open, their words sealed. */
import { database, type OutboxRow } from '../store/database.ts';
import { seal, unseal } from '../store/seal.ts';
import type { Command, Item } from './command.ts';

type Inside = Command & { problem?: Item['problem'] };

async function rowOf(item: Item): Promise<OutboxRow> {
  const { person, state, version, madeAt, ...inside } = item;
  const sealed = await seal(inside);
  return { id: item.id, person, scope: item.scope, state, version, madeAt, sealed };
}

async function itemOf(row: OutboxRow): Promise<Item> {
  const { person, state, version, madeAt } = row;
  return { ...(await unseal<Inside>(row.sealed)), person, state, version, madeAt };
}

/** Stores an item that is not there yet. */
export async function addItem(item: Item): Promise<void> {
  const row = await rowOf(item);
  await (await database()).add('outbox', row);
}

/** Changes an item that is still there; one that was removed meanwhile stays removed. */
export async function changeItem(item: Item): Promise<void> {
  const row = await rowOf(item);
  const transaction = (await database()).transaction('outbox', 'readwrite');
  if (await transaction.store.getKey(item.id)) await transaction.store.put(row);
  await transaction.done;
}

export async function removeItem(id: string): Promise<void> {
  await (await database()).delete('outbox', id);
}

/** All items of one person in the order in which they were made. */
export async function itemsOf(person: string): Promise<Item[]> {
  const rows = await (await database()).getAll('outbox');
  const own = rows.filter((row) => row.person === person);
  const items = await Promise.all(own.map(itemOf));
  return items.sort((one, other) => one.madeAt - other.madeAt || (one.id < other.id ? -1 : 1));
}

/** How many commands wait here, whoever made them. */
export async function countItems(): Promise<number> {
  const rows = await (await database()).getAll('outbox');
  return rows.filter((row) => row.state !== 'accepted').length;
}
