/** The device's own database: the key, the outbox, the mirror of each log, and kept answers. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Sealed } from './seal.ts';

/** A command that waits; `sealed` holds what it says. */
export interface OutboxRow {
  id: string;
  person: string;
  scope: string;
  state: 'waiting' | 'accepted' | 'rejected';
  version: number | null;
  madeAt: number;
  sealed: Sealed;
}

/** Some consecutive events of one session. */
export interface MirrorRow {
  session: string;
  from: number;
  to: number;
  sealed: Sealed;
}

interface KringData extends DBSchema {
  keys: { key: string; value: CryptoKey };
  outbox: { key: string; value: OutboxRow };
  mirror: { key: [string, number]; value: MirrorRow; indexes: { session: string } };
  kept: { key: string; value: Sealed };
}

export type KringDatabase = IDBPDatabase<KringData>;
export type Growth = (database: KringDatabase) => void;

/**
 * What each version adds. A step is for ever, and only adds: what waits on a phone outlives every
 * version of the app, and a tab of an older version goes on beside a newer one.
 */
export const GROWTH: readonly Growth[] = [
  (database) => {
    database.createObjectStore('keys');
    database.createObjectStore('outbox', { keyPath: 'id' });
    database
      .createObjectStore('mirror', { keyPath: ['session', 'from'] })
      .createIndex('session', 'session');
    database.createObjectStore('kept');
  },
];

let opened: Promise<KringDatabase> | undefined;
const again = () => (opened = undefined);
const whenClosed = {
  /** A newer tab wants to add something: make way, and open anew at the next use. */
  blocking: (_old: number, _new: number | null, event: IDBVersionChangeEvent) => {
    (event.target as IDBDatabase).close();
    again();
  },
  terminated: again,
};

/** Opens the database as a version of the app knows it; one that has grown further is used as it is. */
export async function openAt(growth: readonly Growth[]): Promise<KringDatabase> {
  const upgrade = (database: KringDatabase, from: number) => {
    for (const add of growth.slice(from)) add(database);
  };
  try {
    return await openDB<KringData>('kring', growth.length, { upgrade, ...whenClosed });
  } catch (fault) {
    if ((fault as DOMException).name !== 'VersionError') throw fault;
    return openDB<KringData>('kring', undefined, whenClosed);
  }
}

/** Throws where a browser keeps nothing; asks again at the next use. */
export function database(): Promise<KringDatabase> {
  const opening = (opened ??= openAt(GROWTH));
  opening.catch(again);
  return opening;
}

/** Forgets what this device read of the server; drafts and what waits to be sent exist nowhere else and stay. */
export async function forgetReadings(): Promise<void> {
  const transaction = (await database()).transaction(['mirror', 'kept'], 'readwrite');
  const pages = IDBKeyRange.bound('/', '0', false, true);
  await Promise.all([
    transaction.objectStore('mirror').clear(),
    transaction.objectStore('kept').delete(pages),
  ]);
  await transaction.done;
}

/** Forgets what this device read and drafted, for somebody else comes; what waits stays for who wrote it. */
export async function forgetPerson(): Promise<void> {
  const transaction = (await database()).transaction(['mirror', 'kept'], 'readwrite');
  await Promise.all([
    transaction.objectStore('mirror').clear(),
    transaction.objectStore('kept').clear(),
  ]);
  await transaction.done;
}

/** Forgets everything of this device, the key too: what was sealed can never be read again. */
export async function forgetDevice(): Promise<void> {
  const stores = ['keys', 'outbox', 'mirror', 'kept'] as const;
  const transaction = (await database()).transaction(stores, 'readwrite');
  await Promise.all(stores.map((name) => transaction.objectStore(name).clear()));
  await transaction.done;
}
