/** Something the app reads from the API: first what the device kept, then what the server says. */
import { untrack } from 'svelte';
import { get, Refusal, Unreachable } from '../api/client.ts';
import { drop, keep, kept } from './kept.ts';
import { tryToKeep } from './lasting.svelte.ts';

/** After these answers the device may no longer show what it kept. */
const GONE = new Set([401, 403, 404, 410]);

const isGone = (fault: unknown): boolean =>
  fault instanceof Refusal && GONE.has(fault.problem.status);

let signedOut: () => void = () => undefined;

/** Calls back when the server no longer knows who reads here. */
export const onSignedOut = (callback: () => void): void => void (signedOut = callback);

/** An answer with its state: `value` may be old while `offline` is true. */
export class Page<T> {
  path: string;
  value = $state.raw<T>();
  refusal = $state.raw<Refusal>();
  offline = $state(false);
  loading = $state(false);
  /** How often it was asked, how often that has ended, and up to which one the answers count no more. */
  #asked = 0;
  #ended = 0;
  #taken = 0;
  /** The last time that it was asked before it was left, and what is asked instead. */
  #left = 0;
  #anew: Promise<void> | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** Reads again, without making a reader of whoever calls; `after` waits until the view has reached that position. */
  load(after?: number): Promise<void> {
    return untrack(() =>
      this.adopt(get<T>(after === undefined ? this.path : `${this.path}?after=${after}`)),
    );
  }

  /** Takes an answer that is already on its way; calls back when something kept is shown until then. */
  async adopt(reading: Promise<T>, onkept?: (value: T) => Promise<void>): Promise<void> {
    this.#asked += 1;
    const turn = this.#asked;
    this.loading = true;
    reading.catch(() => undefined);
    if (this.value === undefined) await this.#showKept(reading, turn);
    if (this.value !== undefined) await onkept?.(this.value);
    await this.#take(reading, turn);
    this.#ended += 1;
    this.loading = this.#ended < this.#asked;
    if (turn <= this.#left) await this.#anew;
  }

  /** Lets no answer count that was asked for until now. */
  overtake(): void {
    this.#taken = this.#asked;
  }

  /** Takes this off the screen and the device, also what is under way of it, and reads it anew. */
  leave(): void {
    this.overtake();
    this.#left = this.#asked;
    this.value = undefined;
    this.#anew = tryToKeep(() => drop(this.path)).then(() => this.load());
  }

  /** An answer that was asked for before the one that stands here comes too late, whatever it says. */
  async #take(reading: Promise<T>, turn: number): Promise<void> {
    const answer = await reading.then(
      (value) => ({ value }),
      (fault: unknown) => ({ fault }),
    );
    if (turn <= this.#taken) return;
    if ('fault' in answer) return this.#fail(answer.fault, turn);
    this.#taken = turn;
    this.value = answer.value;
    this.refusal = undefined;
    this.offline = false;
    await tryToKeep(() => keep(this.path, this.value, () => turn === this.#taken));
  }

  async #fail(fault: unknown, turn: number): Promise<void> {
    if (fault instanceof Refusal) {
      this.#taken = turn;
      await this.#refuse(fault);
    } else if (fault instanceof Unreachable) this.offline = true;
    else throw fault;
  }

  async #refuse(refusal: Refusal): Promise<void> {
    this.refusal = refusal;
    this.offline = false;
    if (!isGone(refusal)) return;
    if (refusal.problem.status === 401) signedOut();
    this.value = undefined;
    await tryToKeep(() => drop(this.path));
  }

  /** Shows what was kept until the server answers, or because it cannot; what it no longer tells needs no waiting. */
  async #showKept(reading: Promise<T>, turn: number): Promise<void> {
    const keeping = kept<T>(this.path).catch(() => undefined);
    const old = await Promise.race([
      keeping,
      reading.then(
        () => undefined,
        (fault: unknown) => (isGone(fault) ? undefined : keeping),
      ),
    ]);
    if (old !== undefined && this.value === undefined && turn > this.#taken) this.value = old;
  }
}

const pages = new Map<string, Page<unknown>>();

/** The page at a path; the same one for everybody who asks. */
export function page<T>(path: string): Page<T> {
  const known = pages.get(path);
  if (known) return known as Page<T>;
  const made = new Page<T>(path);
  pages.set(path, made);
  return made;
}

/** Who was here has left: nothing that was asked for them is shown or kept any more. */
export function forgetPages(): void {
  for (const each of pages.values()) each.overtake();
  pages.clear();
}

const channel = new BroadcastChannel('kring-pages');
channel.onmessage = ({ data }: MessageEvent<string[]>) => leave(data);

function leave(ids: string[]): void {
  for (const each of pages.values()) {
    const told = JSON.stringify(each.value ?? null);
    // What is under way was perhaps told before.
    if (each.loading || ids.some((id) => told.includes(id))) each.leave();
  }
}

/** Takes off the screen, in every tab, what tells of these ids, and reads it anew. */
export function leavePages(ids: string[]): void {
  leave(ids);
  channel.postMessage(ids);
}
