/** Keys that move the procedure, one after the other: each is judged by what stands when its turn comes. */
import type { Shortcut } from './shortcuts.ts';

/** What a key does; false when it was refused. */
type Doing = (key: Shortcut) => Promise<boolean>;

/**
 * A key waits for the moves before it. The same key twice, before the first changed what is seen, is impatience
 * and counts once. After a refusal nothing that waited is done: it was meant for a meeting that is elsewhere.
 */
export class InTurn {
  #keys: { key: Shortcut; seen: number }[] = [];
  #act: Doing;

  constructor(act: Doing) {
    this.#act = act;
  }

  /** `seen`: the version of the meeting that who pressed the key had before them. */
  async press(key: Shortcut, seen: number): Promise<void> {
    const last = this.#keys.at(-1);
    if (last?.key === key && last.seen === seen) return;
    this.#keys.push({ key, seen });
    if (this.#keys.length > 1) return;
    for (let next = this.#keys[0]; next; next = this.#keys[0]) {
      if (await this.#act(next.key)) this.#keys.shift();
      else this.#keys = [];
    }
  }
}
