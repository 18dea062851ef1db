/** What a form begins with: what the house knows, which may come after the first letter was typed. */
import { untrack } from 'svelte';

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Fields that follow what the house knows, each until somebody changes it. */
export class Prefilled<T extends object> {
  fields: T = $state() as T;
  #known: T = $state.raw() as T;

  constructor(known: T) {
    this.#known = known;
    this.fields = { ...known };
  }

  /** The house knows this now, or has just been told it: what nobody changed since the last time becomes it. */
  follow(known: T | null | undefined): void {
    if (known) untrack(() => this.#take(known));
  }

  /** What is to be told to the house, whatever is typed while it is on its way. */
  get written(): T {
    return { ...this.fields };
  }

  get changed(): boolean {
    return !same(this.fields, this.#known);
  }

  #take(known: T): void {
    for (const name of Object.keys(known) as (keyof T)[])
      if (same(this.fields[name], this.#known[name])) this.fields[name] = known[name];
    this.#known = known;
  }
}
