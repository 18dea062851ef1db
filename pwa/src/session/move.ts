/** Moves of the procedure: they need the server, name the version that was seen, and can be undone. */
import { ask } from '../api/client.ts';
import { makeId } from '../api/identity.ts';
import type { Live } from '../log/live.svelte.ts';

/** Makes a move and waits until this device has seen it; throws Refusal or Unreachable. */
export async function move(live: Live, path: string, body?: unknown): Promise<void> {
  try {
    await ask('POST', `/sessions/${live.session}/${path}`, {
      ...(body === undefined ? {} : { body }),
      key: makeId(),
      version: live.version,
    });
  } finally {
    await live.catchUp();
  }
}

/** Notes that somebody is here, or no longer. */
export async function attend(session: string, here: boolean, person?: string): Promise<void> {
  const path = `/sessions/${session}/attendance${person ? `/${person}` : ''}`;
  await ask(here ? 'PUT' : 'DELETE', path);
}
