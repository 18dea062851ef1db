/** Small things the device remembers, sealed: the last answer of a page, a draft that was not sent. */
import { database } from './database.ts';
import { seal, unseal } from './seal.ts';

/** Remembers something under a name, unless it is no longer `wanted` by the time it is sealed. */
export async function keep(name: string, value: unknown, wanted = () => true): Promise<void> {
  const sealed = await seal(value);
  const store = await database();
  if (wanted()) await store.put('kept', sealed, name);
}

export async function kept<T>(name: string): Promise<T | undefined> {
  const sealed = await (await database()).get('kept', name);
  return sealed && unseal<T>(sealed);
}

/** Fields of a draft that are a choice, not words. */
const CODES = new Set(['kind', 'status', 'influence', 'helpful']);

/** The texts that were being written about a session or a group, and were not sent. */
export async function draftsOf(scope: string): Promise<{ name: string; text: string }[]> {
  const names = await (await database()).getAllKeys('kept');
  const own = names.filter((name) => name.startsWith('draft ') && name.includes(scope));
  const drafts = await Promise.all(
    own.map(async (name) => ({ name, fields: await kept<Record<string, string>>(name) })),
  );
  return drafts
    .map(({ name, fields }) => ({
      name,
      text: Object.entries(fields ?? {})
        .flatMap(([field, value]) => (CODES.has(field) ? [] : value))
        .join('\n\n')
        .trim(),
    }))
    .filter(({ text }) => text);
}

export async function drop(name: string): Promise<void> {
  await (await database()).delete('kept', name);
}
