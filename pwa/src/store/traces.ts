/** Finds and removes, wherever this device keeps anything, what was erased elsewhere. */
import { outbox } from '../outbox/outbox.svelte.ts';
import { database } from './database.ts';
import { kept } from './kept.ts';
import { leavePages } from './page.svelte.ts';

const names = (text: string, ids: string[]) => ids.some((id) => text.includes(id));

/** Whether something kept under a name tells of one of these ids; what cannot be opened does. */
async function tells(name: string, ids: string[]): Promise<boolean> {
  if (names(name, ids)) return true;
  try {
    return names(JSON.stringify(await kept(name)), ids);
  } catch {
    return true;
  }
}

/** Removes kept answers and drafts, and unsent commands, that tell of one of these ids. */
export async function dropTraces(ids: string[]): Promise<void> {
  if (!ids.length) return;
  const store = await database();
  for (const name of await store.getAllKeys('kept'))
    if (await tells(name, ids)) await store.delete('kept', name);
  await outbox.drop((item) => names(JSON.stringify([item.path, item.body]), ids));
  leavePages(ids);
}
