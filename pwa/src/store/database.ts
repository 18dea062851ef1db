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

let opened: Promise<KringDatabase> | undefined;

function open(): Promise<KringDatabase> {
  return openDB<KringData>('kring', 1, {
    upgrade(database) {
      database.createObjectStore('keys');
      database.createObjectStore('outbox', { keyPath: 'id' });
      database
        .createObjectStore('mirror', { keyPath: ['session', 'from'] })
        .createIndex('session', 'session');
      database.createObjectStore('kept');
    },
    blocking: (_old, _new, event) => (event.target as IDBDatabase).close(),
    terminated: () => (opened = undefined),
  });
}

export const database = (): Promise<KringDatabase> => (opened ??= open());

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
