/** A method on the workbench: every change can be taken back, is kept on the device and checked by the house. */
import { ask, Refusal, Unreachable, type Receipt } from '../api/client.ts';
import type { Method, MethodProblem, OwnMethodView } from '../api/wire.ts';
import { drop, keep, kept } from '../store/kept.ts';
import type { Place } from './place.ts';
import { opened } from './shape.ts';

const PAUSE = 400;
const MOST_UNDONE = 100;
/** Changes of one kind within this time are taken back together: typing is one change. */
const TOGETHER = 1500;

interface Kept {
  method: Method;
  after: number;
}

const draftName = (id: string) => `method ${id}`;
const listName = (place: Place) => `methods begun ${place.api}`;

/** The drafts that were begun here and not published: their names by id. */
export const begun = async (place: Place): Promise<Record<string, string>> =>
  (await kept<Record<string, string>>(listName(place)).catch(() => undefined)) ?? {};

async function note(place: Place, id: string, name: string | undefined): Promise<void> {
  const others = Object.entries(await begun(place)).filter(([known]) => known !== id);
  const mine = name === undefined ? [] : [[id, name] as const];
  await keep(listName(place), Object.fromEntries([...others, ...mine]));
}

/** Lays a method down to be edited: `after` is the version that it follows, 0 for a new one. */
export async function begin(place: Place, id: string, method: Method, after = 0): Promise<void> {
  await keep(draftName(id), { method, after } satisfies Kept);
  await note(place, id, method.names.nl || method.names.en || method.names.de || '');
}

export async function throwAway(place: Place, id: string): Promise<void> {
  await drop(draftName(id));
  await note(place, id, undefined);
}

/** What the house finds in a method. Throws {@link Refusal} for what is none, {@link Unreachable} offline. */
export async function check(method: Method): Promise<MethodProblem[]> {
  const { body } = await ask<{ problems: MethodProblem[] }>('POST', '/methods/checks', {
    body: method,
  });
  return body.problems;
}

export class Workbench {
  #place: Place;
  #id: string;
  #past: Method[] = $state.raw([]);
  #future: Method[] = $state.raw([]);
  #changed = { what: '', at: 0 };
  #keeping: ReturnType<typeof setTimeout> | undefined;
  #checking: ReturnType<typeof setTimeout> | undefined;
  #checked = 0;
  method = $state.raw<Method>();
  after = $state(0);
  problems = $state.raw<MethodProblem[]>([]);
  /** Whether what is found is found of the present words. */
  fresh = $state(false);
  unreachable = $state(false);
  fault = $state.raw<unknown>();

  constructor(place: Place, id: string) {
    this.#place = place;
    this.#id = id;
    void this.#open();
  }

  get mayUndo(): boolean {
    return this.#past.length > 0;
  }

  get mayRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Puts another method on the workbench; changes of what is the same `what` in a row are one. */
  change(next: Method, what: string): void {
    if (!this.method) return;
    const now = Date.now();
    const same = what === this.#changed.what && now - this.#changed.at < TOGETHER;
    if (!same) this.#past = [...this.#past, this.method].slice(-MOST_UNDONE);
    this.#changed = { what, at: now };
    this.#future = [];
    this.#show(next);
  }

  undo(): void {
    const before = this.#past.at(-1);
    if (!before || !this.method) return;
    this.#past = this.#past.slice(0, -1);
    this.#future = [this.method, ...this.#future];
    this.#changed = { what: '', at: 0 };
    this.#show(before);
  }

  redo(): void {
    const [next, ...rest] = this.#future;
    if (!next || !this.method) return;
    this.#future = rest;
    this.#past = [...this.#past, this.method];
    this.#changed = { what: '', at: 0 };
    this.#show(next);
  }

  /** Publishes what is on the workbench; the draft on the device is done with then. */
  async publish(): Promise<number> {
    const path = `${this.#place.api}/methods/${this.#id}`;
    const body = { method: this.method, after: this.after };
    const answer = await ask<Receipt>('PUT', path, { body });
    clearTimeout(this.#keeping);
    await throwAway(this.#place, this.#id);
    return answer.body.position;
  }

  /** Reads what others published since; what is on the workbench then follows that. */
  async newer(): Promise<Method> {
    const path = `${this.#place.api}/methods/${this.#id}`;
    const { body } = await ask<OwnMethodView>('GET', path);
    return body.method;
  }

  follow(version: number): void {
    this.after = version;
    this.#keepSoon();
  }

  async #open(): Promise<void> {
    const draft = await kept<Kept>(draftName(this.#id)).catch(() => undefined);
    try {
      if (draft) [this.method, this.after] = [draft.method, draft.after];
      else {
        const present = await this.newer();
        [this.method, this.after] = [opened(present), present.version];
      }
    } catch (reason) {
      this.fault = reason;
      return;
    }
    await this.checkNow();
  }

  #show(next: Method): void {
    this.method = next;
    this.fresh = false;
    this.#keepSoon();
    clearTimeout(this.#checking);
    this.#checking = setTimeout(() => void this.checkNow(), PAUSE);
  }

  #keepSoon(): void {
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => void this.keepNow(), PAUSE);
  }

  /** Keeps what is on the workbench on the device. */
  async keepNow(): Promise<void> {
    clearTimeout(this.#keeping);
    const { method, after } = this;
    if (method) await begin(this.#place, this.#id, method, after);
  }

  /** Lets the house look at what is on the workbench. */
  async checkNow(): Promise<void> {
    if (!this.method) return;
    this.#checked += 1;
    const turn = this.#checked;
    try {
      const found = await check(this.method);
      if (turn !== this.#checked) return;
      [this.problems, this.fresh, this.unreachable, this.fault] = [found, true, false, undefined];
    } catch (reason) {
      if (turn !== this.#checked) return;
      this.unreachable = reason instanceof Unreachable;
      if (reason instanceof Refusal) this.fault = reason;
    }
  }
}
