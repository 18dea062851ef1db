/** A text that is being written: it survives a reload, a crash, a flat battery and the end of its step. */
import { drop, keep, kept } from '../store/kept.ts';

const PAUSE = 400;

/** Drafts with something that is not stored yet: it is stored before the page goes out of sight. */
const unsaved = new Set<() => void>();
if ('document' in globalThis) {
  const store = () => unsaved.forEach((each) => each());
  document.addEventListener('visibilitychange', store);
  addEventListener('pagehide', store);
}

export class Draft<T extends Record<string, string>> {
  #name: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #empty: T;
  /** Storing and removing happen one after the other: a text that was sent never comes back. */
  #work: Promise<unknown> = Promise.resolve();
  #store = () => this.store();
  fields = $state<T>({} as T);

  constructor(name: string, empty: T) {
    this.#name = `draft ${name}`;
    this.#empty = empty;
    this.fields = { ...empty };
    void this.#restore();
  }

  /** Keeps what is written, soon: a list that was chosen from tells its value only after this is called. */
  keep(): void {
    clearTimeout(this.#timer);
    unsaved.add(this.#store);
    this.#timer = setTimeout(this.#store, PAUSE);
  }

  /** Keeps what is written, now. */
  store(): void {
    this.#settle();
    const fields = { ...this.fields };
    this.#next(() => keep(this.#name, fields));
  }

  /** Takes the text out of the fields, at once: what is sent cannot be sent twice. */
  take(): T {
    this.#settle();
    const taken = { ...this.fields };
    this.fields = { ...this.#empty };
    this.#next(() => drop(this.#name));
    return taken;
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
    this.#work = this.#work.then(task).catch((fault: unknown) => reportError(fault));
  }

  async #restore(): Promise<void> {
    const old = await kept<T>(this.#name).catch(() => undefined);
    if (old && !this.written) this.fields = { ...this.#empty, ...old };
  }
}
