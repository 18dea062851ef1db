/** Who uses this device, and in which groups. */
import { ask, get, Refusal, Unreachable } from '../api/client.ts';
import type { Me } from '../api/wire.ts';
import { outbox } from '../outbox/outbox.svelte.ts';
import { isLanguage, speak } from '../text/text.svelte.ts';
import { forgetDevice, forgetPerson, forgetReadings } from './database.ts';
import { keep } from './kept.ts';
import { tryToKeep } from './lasting.svelte.ts';
import { forgetPages, onSignedOut, page, type Page } from './page.svelte.ts';
import { becomes, isWhose, whose } from './whose.ts';
import { inTab, onDevice } from './slips.ts';

/** What the page itself is not refused: a stranger's first visit is no mistake. */
const NOBODY = { type: '/problems/sign-in-first', title: '', status: 401 };

/** Whether somebody was here before: the page itself looks at it. */
const KNOWN = 'kring-known';

/** Made before anything is shown: what a reaction makes itself does not wake it. */
const mine = page<Me>('/me');
export const mePage: Page<Me> = mine;
/** Tells the other tabs that somebody else uses the device now: they begin anew. */
const changes = new BroadcastChannel('kring-person');
changes.onmessage = () => location.reload();

/** Undefined while unknown; null when nobody is signed in on this device. */
export function me(): Me | null | undefined {
  const { value, refusal } = mine;
  if (value) return value;
  return refusal?.problem.status === 401 ? null : undefined;
}

/** Reads who this is, with the answer that the page itself asked for when there is one. */
export async function meet(after?: number): Promise<void> {
  const early = globalThis.kringEarly;
  globalThis.kringEarly = undefined;
  if (early && after === undefined)
    await mine.adopt(
      get<Me | null>('/visitor', early.me).then((found) => {
        if (!found) throw new Refusal(NOBODY);
        // Whoever is shown their page can speak at once, before the device has kept who they are.
        outbox.person ??= found.person;
        return found;
      }),
      (known) => outbox.open(known.person),
    );
  else await mine.load(after);
  if (me() !== undefined) markKnown(me() !== null);
  if (mine.value) await takeOver(mine.value.person);
  else if (me() === null) await tryToKeep(forgetReadings);
  await outbox.open(mine.value?.person);
}

/** Whether this device has not changed hands since this page was read: a browser keeps pages in its memory. */
export async function isMine(): Promise<boolean> {
  const person = me()?.person;
  if ((onDevice.read(KNOWN) !== null) !== (person !== undefined)) return false;
  return person === undefined || isWhose(person);
}

/** From now on the page of this device begins as it does for somebody who is here, or for a stranger. */
function markKnown(known: boolean): void {
  onDevice.write(KNOWN, known ? 'yes' : null);
}

/** Another page was told that nobody is signed in: this device's sign-in was ended from elsewhere. */
onSignedOut(() => {
  if (mine.value && !mine.loading) void meet();
});

/** Who comes after somebody else on this device reads nothing of what the other left. */
async function takeOver(person: string): Promise<void> {
  const before = await whose();
  if (before === person) return;
  if (before !== undefined) {
    changes.postMessage(person);
    forgetPages();
    await forgetPerson();
    await tryToKeep(() => keep(mine.path, mine.value));
  }
  await tryToKeep(() => becomes(person));
}

/** Changes the language here and for the texts that the server sends this person. */
export async function chooseLanguage(tag: string): Promise<void> {
  if (!isLanguage(tag)) return;
  await speak(tag, true);
  if (!me()) return;
  try {
    await ask('PATCH', '/me', { body: { language: tag } });
  } catch (fault) {
    if (!(fault instanceof Refusal || fault instanceof Unreachable)) throw fault;
  }
}

async function leaveNothing(): Promise<void> {
  await outbox.open(undefined);
  forgetPages();
  await tryToKeep(forgetDevice);
  changes.postMessage(undefined);
  markKnown(false);
  inTab.throwAllAway();
}

/** Signs this device out and forgets everything it holds; throws when the server cannot be told. */
export async function signOut(): Promise<void> {
  await ask('DELETE', `/me/sign-in`);
  await leaveNothing();
  location.assign('/');
}

/** Erases my account, and then everything on this device; throws when the server did not erase it. */
export async function eraseMe(): Promise<void> {
  await ask('DELETE', '/me', { body: { confirm: true } });
  await leaveNothing();
  onDevice.throwAllAway();
  location.assign('/gone');
}
