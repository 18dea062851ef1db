/** The device's copy of a session's log: a cache that may go at any time. */
import { database, type MirrorRow } from '../store/database.ts';
import { seal, unseal } from '../store/seal.ts';
import type { WireEvent } from './event.ts';

/** Everything the device has of a session, in order; a copy that cannot be opened is dropped. */
export async function mirrored(session: string): Promise<WireEvent[]> {
  const rows = await (await database()).getAllFromIndex('mirror', 'session', session);
  try {
    const chunks = await Promise.all(rows.map(({ sealed }) => unseal<WireEvent[]>(sealed)));
    return chunks.flat().sort((one, other) => one.version - other.version);
  } catch {
    await forget(session);
    return [];
  }
}

async function rowOf(session: string, events: WireEvent[]): Promise<MirrorRow | undefined> {
  const from = events[0]?.version;
  const to = events.at(-1)?.version;
  if (from === undefined || to === undefined) return undefined;
  return { session, from, to, sealed: await seal(events) };
}

/** Adds events to the copy. */
export async function mirror(session: string, events: WireEvent[]): Promise<void> {
  const row = await rowOf(session, events);
  if (row) await (await database()).put('mirror', row);
}

/** The sessions of which this device has a copy. */
export async function mirroredSessions(): Promise<string[]> {
  const keys = await (await database()).getAllKeys('mirror');
  return [...new Set(keys.map(([session]) => session))];
}

export async function forget(session: string): Promise<void> {
  const transaction = (await database()).transaction('mirror', 'readwrite');
  const keys = await transaction.store.index('session').getAllKeys(session);
  await Promise.all(keys.map((key) => transaction.store.delete(key)));
  await transaction.done;
}

/** Writes the copy anew in one step, with some events changed: so a text that must be forgotten is gone. */
export async function rewrite(
  session: string,
  changed: (event: WireEvent) => WireEvent,
): Promise<void> {
  const store = await database();
  const known = await store.getAllKeysFromIndex('mirror', 'session', session);
  const events = (await mirrored(session)).map(changed);
  const row = await rowOf(session, events);
  const transaction = store.transaction('mirror', 'readwrite');
  await Promise.all([
    ...known.map((key) => transaction.store.delete(key)),
    row && transaction.store.put(row),
    transaction.done,
  ]);
}
