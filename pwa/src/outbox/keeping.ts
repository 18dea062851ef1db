/** Where waiting commands are stored: metadata in the open, their words sealed. */
import { database, type KringDatabase, type OutboxRow } from '../store/database.ts';
import { tryToKeep } from '../store/lasting.svelte.ts';
import { seal, unseal } from '../store/seal.ts';
import type { Command, Item } from './command.ts';

type Inside = Command & { problem?: Item['problem'] };

/** What leaves the device in the moment in which an item is stored: its draft, the refused one it replaces. */
export interface Replaced {
  draft?: string | undefined;
  item?: string | undefined;
}

/** What could not be stored (a private window, a full disk): it lives as long as the page does. */
const loose = new Map<string, Item>();

async function rowOf(item: Item): Promise<OutboxRow> {
  const { person, state, version, madeAt, ...inside } = item;
  const sealed = await seal(inside);
  return { id: item.id, person, scope: item.scope, state, version, madeAt, sealed };
}

/** What was sealed with a key that is gone is skipped: nobody can ever send it. */
async function itemOf(row: OutboxRow): Promise<Item[]> {
  const { person, state, version, madeAt } = row;
  const inside = await unseal<Inside>(row.sealed).catch(() => undefined);
  return inside ? [{ ...inside, person, state, version, madeAt }] : [];
}

async function addRow(store: KringDatabase, row: OutboxRow, { draft, item }: Replaced) {
  const transaction = store.transaction(['outbox', 'kept'], 'readwrite', { durability: 'strict' });
  const outbox = transaction.objectStore('outbox');
  await Promise.all([
    outbox.add(row),
    draft && transaction.objectStore('kept').delete(draft),
    item && outbox.delete(item),
    transaction.done,
  ]);
}

/** Stores an item that is not there yet, for good: it survives an empty battery. */
export async function addItem(item: Item, replaced: Replaced = {}): Promise<void> {
  const stored = await tryToKeep(async () => {
    const row = await rowOf(item);
    await addRow(await database(), row, replaced);
  });
  if (stored) return;
  loose.set(item.id, item);
  if (replaced.item) loose.delete(replaced.item);
}

/** Changes an item that is still there; one that was removed meanwhile stays removed. */
export async function changeItem(item: Item): Promise<void> {
  if (loose.has(item.id)) {
    loose.set(item.id, item);
    return;
  }
  const row = await rowOf(item);
  const transaction = (await database()).transaction('outbox', 'readwrite');
  if (await transaction.store.getKey(item.id)) await transaction.store.put(row);
  await transaction.done;
}

export async function removeItem(id: string): Promise<void> {
  if (!loose.delete(id)) await (await database()).delete('outbox', id);
}

/** Whether an item still waits: another tab may have sent it, and whoever signs out takes it along. */
export async function stillWaits(id: string): Promise<boolean> {
  const item = loose.get(id) ?? (await (await database()).get('outbox', id));
  return item?.state === 'waiting';
}

const rows = async () => (await database()).getAll('outbox').catch(() => []);

/** All items of one person in the order in which they were made. */
export async function itemsOf(person: string): Promise<Item[]> {
  const stored = await rows().catch(() => []);
  const own = stored.filter((row) => row.person === person);
  const items = (await Promise.all(own.map(itemOf))).flat();
  items.push(...[...loose.values()].filter((item) => item.person === person));
  return items.sort((one, other) => one.madeAt - other.madeAt || (one.id < other.id ? -1 : 1));
}

/** How many commands wait here, whoever made them. */
export async function countItems(): Promise<number> {
  const stored = await rows().catch(() => []);
  return [...stored, ...loose.values()].filter(({ state }) => state !== 'accepted').length;
}

/** How many commands would be gone with this page. */
export const countLoose = (): number =>
  [...loose.values()].filter(({ state }) => state !== 'accepted').length;
