/** One thing that a screen tries at a time: whether it is under way, why it failed, and who began it where. */
import { untrack } from 'svelte';
import { moved } from '../router.svelte.ts';
import { tellMissed } from './missed.svelte.ts';

/** Whether who began something is still there: on that page, in that form. */
export type Still = () => boolean;

/** The sheet on the screen, if there is one; there is no screen where this is tried without. */
const openSheet = (): Element | null =>
  'document' in globalThis ? document.querySelector('dialog[open]') : null;

export class Attempt {
  busy = $state(false);
  fault = $state.raw<unknown>();
  #forms = 0;
  #reads: boolean;

  /** `reads`: what only reads is missed by nobody who closed its sheet. */
  constructor({ reads = false } = {}) {
    this.#reads = reads;
  }

  /** Another form stands there now, or none: what was begun in the one before neither closes it nor speaks in it. */
  anew(): void {
    this.#forms += 1;
    this.fault = undefined;
  }

  /** Runs a task unless one is under way; answers whether it succeeded. */
  async run(task: (still: Still) => Promise<void>): Promise<boolean> {
    // Who begins a task in an effect would begin it again at its end, for ever.
    if (untrack(() => this.busy)) return false;
    const [form, moves] = [this.#forms, moved()];
    const sheet = openSheet();
    this.busy = true;
    this.fault = undefined;
    let fault: unknown;
    try {
      await task(() => form === this.#forms && moves === moved());
    } catch (reason) {
      fault = reason;
    }
    if (form === this.#forms) this.fault = fault;
    if (fault !== undefined && sheet?.isConnected === false && !this.#reads) tellMissed(fault);
    this.busy = false;
    return fault === undefined;
  }
}
