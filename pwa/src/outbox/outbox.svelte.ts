/** The outbox: the only thing on a device that exists nowhere else, sent in order and exactly once. */
import { atServer } from '../clock/clock.svelte.ts';
import type { Rewording } from '../log/fold.ts';
import type { Entry } from '../log/view.ts';
import { askToLast } from '../store/lasting.svelte.ts';
import type { Command, Item } from './command.ts';
import { addItem, countItems, countLoose, itemsOf, removeItem, type Replaced } from './keeping.ts';
import type { Sender } from './sending.ts';

/** Milliseconds between two tries while something waits, whatever else happens. */
export const EVERY = 8_000;

export class Outbox {
  items = $state.raw<Item[]>([]);
  /** True when the server no longer knows this person: sign in before anything is sent. */
  signIn = $state(false);
  /** How much waits on this device for somebody who is not signed in. */
  left = $state(0);
  /** How much lives in this page only, because the device cannot keep it. */
  loose = $state(0);
  person: string | undefined;
  #channel = new BroadcastChannel('kring-outbox');
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sender: Promise<Sender> | undefined;
  /** When the server wants to be asked again, as all tabs count. */
  notBefore = 0;
  #reached = new Map<string, number>();
  /** What is on the screen already and not in the database yet: a look at the database must not lose it. */
  #storing: Item[] = [];
  #looks = 0;

  /** Starts for the person who is signed in; another login's items stay where they are. */
  async open(person: string | undefined): Promise<void> {
    this.person = person;
    this.signIn = false;
    this.#channel.onmessage = ({ data }: MessageEvent<number>) => this.#hear(data);
    await this.#reload();
    this.wake();
  }

  /** Another tab changed something, or was asked to leave the server alone until a moment. */
  #hear(notBefore: number): void {
    this.notBefore = Math.max(this.notBefore, notBefore);
    void this.#reload();
  }

  /** Stores a command; when this resolves it will be sent, whatever happens to the page. */
  async enqueue(command: Command, replaced: Replaced = {}): Promise<void> {
    const person = this.person;
    if (person === undefined) throw new Error('nobody is signed in');
    const plain = JSON.parse(JSON.stringify(command)) as Command;
    const madeAt = Math.max(Date.now(), (this.items.at(-1)?.madeAt ?? 0) + 1);
    const item: Item = { ...plain, person, state: 'waiting', version: null, madeAt };
    this.#storing = [...this.#storing, item];
    this.items = [...this.items, item];
    try {
      await addItem(item, replaced);
    } finally {
      this.#storing = this.#storing.filter(({ id }) => id !== item.id);
      await this.changed();
    }
    askToLast();
    this.wake();
  }

  /** Sends what waits, now. */
  wake(): void {
    void this.flush();
  }

  /** Sends what waits, in order; one tab at a time. */
  async flush(): Promise<void> {
    if (this.person === undefined) return;
    let next: number | 'more' | undefined = 'more';
    try {
      const sender = await this.#send();
      while (next === 'more') next = await sender.next();
    } catch (fault) {
      reportError(fault);
      next = EVERY;
    }
    await this.#reload();
    if (next !== undefined) this.#wakeIn(next);
  }

  /** The log of a session has reached a version: what it holds need not be kept here. */
  async settle(scope: string, version: number): Promise<void> {
    this.#reached.set(scope, version);
    const there = this.items.filter(
      (item) => item.scope === scope && item.state === 'accepted' && (item.version ?? 0) <= version,
    );
    if (!there.length) return;
    await Promise.all(there.map((item) => removeItem(item.id)));
    await this.changed();
  }

  /** Throws a refused command away. */
  async discard(id: string): Promise<void> {
    await removeItem(id);
    await this.changed();
  }

  /** Throws away what is no longer about anything: its case was erased. */
  async drop(which: (item: Item) => boolean): Promise<void> {
    const dropped = this.items.filter(which);
    if (!dropped.length) return;
    await Promise.all(dropped.map((item) => removeItem(item.id)));
    await this.changed();
  }

  /** How many of this person's commands the server has not confirmed. */
  get unsent(): number {
    return this.items.filter((item) => item.state !== 'accepted').length;
  }

  /** How many commands of a scope are on their way. */
  waiting(scope: string): number {
    return this.items.filter((item) => item.scope === scope && item.state === 'waiting').length;
  }

  /** Whether something of a scope was sent, and the log of this device does not hold it yet. */
  accepted(scope: string): boolean {
    return this.items.some((item) => item.scope === scope && item.state === 'accepted');
  }

  refused(scope?: string): Item[] {
    return this.items.filter(
      (item) => item.state === 'rejected' && (scope === undefined || item.scope === scope),
    );
  }

  /** What waits of a session, the way the log would tell it. */
  entries(scope: string): Entry[] {
    return this.items.flatMap((item) => {
      if (item.scope !== scope || item.state === 'rejected' || !item.shows) return [];
      const at = atServer(item.madeAt);
      return [{ ...item.shows, version: Infinity, at, waiting: true } as Entry];
    });
  }

  /** Other words for what a session shows, on their way. */
  rewordings(scope: string): Rewording[] {
    return this.items.flatMap(({ scope: of, state, rewords }) =>
      of === scope && state !== 'rejected' && rewords ? rewords : [],
    );
  }

  /** Whether a command of this kind of path waits: `/ballot`. */
  waits(scope: string, ending: string): boolean {
    return this.items.some(
      (item) => item.scope === scope && item.state !== 'rejected' && item.path.endsWith(ending),
    );
  }

  /** Tells the other tabs that something changed, or that the server wants to be left alone. */
  async changed(): Promise<void> {
    this.#channel.postMessage(this.notBefore);
    await this.#reload();
  }

  /** Whether this device has seen the log of a session as far as this. */
  hasReached(scope: string, version: number): boolean {
    return version <= (this.#reached.get(scope) ?? -1);
  }

  async #reload(): Promise<void> {
    this.#looks += 1;
    const look = this.#looks;
    const stored = this.person === undefined ? [] : await itemsOf(this.person);
    const left = this.person === undefined ? await countItems() : 0;
    if (look !== this.#looks) return;
    this.left = left;
    this.loose = countLoose();
    const inLog = (item: Item) =>
      item.state === 'accepted' && this.hasReached(item.scope, item.version ?? 0);
    for (const { id } of stored.filter(inLog)) removeItem(id).catch(() => undefined);
    const known = new Set(stored.map(({ id }) => id));
    const storing = this.#storing.filter(
      ({ id, person }) => person === this.person && !known.has(id),
    );
    this.items = [...stored.filter((item) => !inLog(item)), ...storing];
    if (stored.some(({ state }) => state === 'waiting')) this.#timer ??= this.#wakeIn(EVERY);
  }

  #wakeIn(pause: number): ReturnType<typeof setTimeout> {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.wake();
    }, pause);
    return this.#timer;
  }

  /** What sends is fetched after the first screen. */
  #send(): Promise<Sender> {
    this.#sender ??= import('./sending.ts').then(({ Sender }) => new Sender(this));
    this.#sender.catch(() => (this.#sender = undefined));
    return this.#sender;
  }
}

export const outbox = new Outbox();

/** Wakes the outbox whenever the network may be back. */
export function wakeOutboxWithTheWorld(): void {
  addEventListener('online', () => outbox.wake());
  addEventListener('pageshow', () => outbox.wake());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') outbox.wake();
  });
  addEventListener('beforeunload', (event) => {
    if (outbox.loose) event.preventDefault();
  });
}
