/** Asks, for every meeting that this device has a copy of, what was erased while it was away. */
import { get, Refusal, Unreachable } from '../api/client.ts';
import { database } from '../store/database.ts';
import { page } from '../store/page.svelte.ts';
import { outbox } from '../outbox/outbox.svelte.ts';
import { dropTraces } from '../store/traces.ts';
import { mustReadAnew } from './anew.ts';
import { tracesOf } from './erasing.ts';
import type { WireEvent } from './event.ts';
import { fold } from './fold.ts';
import { erases, FORGETS, forgetTexts, reveals } from './forgetting.ts';
import { forget, mirror, mirrored, mirroredSessions } from './mirror.ts';
import { emptyView, type SessionView } from './view.ts';

/** After these answers the device keeps nothing of a meeting; what was not sent stays its writer's. */
const GONE = new Set([403, 404, 410]);
/** Kept answers in which words of cases stand. */
const TELLING = /\/(history|actions|open-actions)$/;

interface Batch {
  version: number;
  /** The server shows again what it withheld before. */
  anew?: boolean;
  events: WireEvent[];
}

/** Brings the copy of one meeting up to date; answers whether to go on. */
async function sweepOne(session: string, me: string): Promise<boolean> {
  const known = await mirrored(session);
  const before = fold(emptyView(session), known, me);
  try {
    const batch = await get<Batch>(`/sessions/${session}/events?after=${before.version}`);
    if (batch.version < before.version) await forget(session);
    else await learn(before, batch, me);
  } catch (fault) {
    if (!(fault instanceof Refusal)) {
      if (fault instanceof Unreachable) return false;
      throw fault;
    }
    if (!GONE.has(fault.problem.status)) return false;
    await forget(session);
  }
  return true;
}

async function learn(before: SessionView, batch: Batch, me: string): Promise<void> {
  const fresh = batch.events;
  const view = fold(before, fresh, me);
  await mirror(view.session, fresh);
  await outbox.settle(view.session, view.version);
  if (batch.anew || fresh.some((event) => reveals(before, event))) await mustReadAnew(view.session);
  if (fresh.some(({ type }) => FORGETS.has(type))) await forgetTexts(view, me);
  if (fresh.some(erases)) await dropTraces(tracesOf(view, fresh));
}

/** Leaves alone a meeting that some tab follows: that tab hears of it itself. */
const unlessFollowed = (session: string, me: string) =>
  navigator.locks.request(`kring-follow-${session}`, { ifAvailable: true }, (lock) =>
    lock ? sweepOne(session, me) : true,
  );

/** Looks through everything the device keeps; stops when there is no network. */
export async function sweep(me: string): Promise<void> {
  const sessions = await mirroredSessions().catch(() => undefined);
  // A device that keeps nothing has nothing to forget.
  if (!sessions) return;
  for (const session of sessions) if (!(await unlessFollowed(session, me))) return;
  for (const path of await (await database()).getAllKeys('kept'))
    if (path.startsWith('/') && TELLING.test(path)) await page(path).load();
}
