/** A text that is being written: it survives a reload, a crash and the end of its step. */
import { drop, keep, kept } from '../store/kept.ts';

const PAUSE = 400;

export class Draft<T extends Record<string, string>> {
  #name: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #empty: T;
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
    this.#timer = setTimeout(() => void keep(this.#name, { ...this.fields }), PAUSE);
  }

  /** Takes the text out of the fields, at once: what is sent cannot be sent twice. */
  take(): T {
    clearTimeout(this.#timer);
    const taken = { ...this.fields };
    this.fields = { ...this.#empty };
    void drop(this.#name);
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

  async #restore(): Promise<void> {
    const old = await kept<T>(this.#name).catch(() => undefined);
    if (old && !this.written) this.fields = { ...this.#empty, ...old };
  }
}
