/** Seals what the device keeps with a key that no script can take out of the browser. */
import { database } from './database.ts';

export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  box: ArrayBuffer;
}

async function key(): Promise<CryptoKey> {
  const store = await database();
  const kept = await store.get('keys', 'device');
  if (kept) return kept;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  const transaction = store.transaction('keys', 'readwrite');
  const first = await transaction.store.get('device');
  if (!first) await transaction.store.put(made, 'device');
  await transaction.done;
  return first ?? made;
}

export async function seal(value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  return { iv, box: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await key(), plain) };
}

/** Opens what was sealed; throws an OperationError when it was sealed with a key that is gone. */
export async function unseal<T>({ iv, box }: Sealed): Promise<T> {
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await key(), box);
  return JSON.parse(new TextDecoder().decode(plain)) as T;
}
