/** Small things the device remembers, sealed: the last answer of a page, a draft that was not sent. */
import { database } from './database.ts';
import { seal, unseal } from './seal.ts';

export async function keep(name: string, value: unknown): Promise<void> {
  const sealed = await seal(value);
  await (await database()).put('kept', sealed, name);
}

export async function kept<T>(name: string): Promise<T | undefined> {
  const sealed = await (await database()).get('kept', name);
  return sealed && unseal<T>(sealed);
}

export async function drop(name: string): Promise<void> {
  await (await database()).delete('kept', name);
}
