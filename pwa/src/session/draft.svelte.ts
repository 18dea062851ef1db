/** A text that is being written: it survives a reload, a crash, a flat battery and the end of its step. */
import { drop, keep, kept } from '../store/kept.ts';
import { tryToKeep } from '../store/lasting.svelte.ts';

const PAUSE = 400;
/** Milliseconds: what was taken to be sent has long been stored then, or was put back. */
const TAKEN = 1_000;

/** Under which name the device keeps a draft. */
export const draftName = (name: string): string => `draft ${name}`;

/** Drafts with something that is not stored yet: it is stored before the page goes out of sight. */
const unsaved = new Set<() => void>();
if ('document' in globalThis) {
  const store = () => unsaved.forEach((each) => each());
  document.addEventListener('visibilitychange', store);
  addEventListener('pagehide', store);
}

export class Draft<T extends Record<string, string>> {
  /** What to tell the outbox, so that a text goes from the draft to there in one step. */
  name: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #empty: T;
  /** Storing and removing happen one after the other: a text that was sent never comes back. */
  #work: Promise<unknown> = Promise.resolve();
  #store = () => this.store();
  #taken = 0;
  fields = $state<T>({} as T);
  /** Once what the device kept stands in the fields: who fills them from elsewhere waits for it. */
  restored: Promise<void>;

  constructor(name: string, empty: T) {
    this.name = draftName(name);
    this.#empty = empty;
    this.fields = { ...empty };
    this.restored = this.#restore();
  }

  /** Keeps what is written, soon, also of who writes on without a pause: a list that was chosen from tells its value only after this is called. */
  keep(): void {
    if (unsaved.has(this.#store)) return;
    clearTimeout(this.#timer);
    unsaved.add(this.#store);
    this.#timer = setTimeout(this.#store, PAUSE);
  }

  /** Keeps what is written, now. */
  store(): void {
    this.#settle();
    const fields = { ...this.fields };
    const taken = this.#taken;
    this.#next(() => keep(this.name, fields, () => taken === this.#taken));
  }

  /** Takes the text out of the fields, at once: what is sent cannot be sent twice. It is kept until it is stored elsewhere. */
  take(): T {
    this.#settle();
    const taken = { ...this.fields };
    this.fields = { ...this.#empty };
    this.#taken += 1;
    this.#timer = setTimeout(() => this.#next(() => this.#dropIfStill(taken)), TAKEN);
    return taken;
  }

  /** Empties the fields; what was kept of them goes at once, because it is kept elsewhere. */
  moved(): void {
    this.#settle();
    this.fields = { ...this.#empty };
    this.#taken += 1;
    this.#next(() => drop(this.name));
  }

  /** Puts a text back, when it could not be stored or is to be written anew. */
  putBack(fields: Partial<T>): void {
    this.fields = { ...this.#empty, ...fields };
    this.keep();
  }

  get written(): boolean {
    return Object.entries(this.fields).some(
      ([name, value]) => value.trim() !== '' && value !== this.#empty[name],
    );
  }

  #settle(): void {
    clearTimeout(this.#timer);
    unsaved.delete(this.#store);
  }

  #next(task: () => Promise<void>): void {
    this.#work = this.#work.then(() => tryToKeep(task));
  }

  async #dropIfStill(taken: T): Promise<void> {
    const now = await kept<T>(this.name);
    if (JSON.stringify(now) === JSON.stringify(taken)) await drop(this.name);
  }

  async #restore(): Promise<void> {
    const old = await kept<T>(this.name).catch(() => undefined);
    if (old && !this.written) this.fields = { ...this.#empty, ...old };
  }
}
