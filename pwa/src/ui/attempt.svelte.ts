/** One thing that a screen tries at a time: whether it is under way, and why it failed. */
import { untrack } from 'svelte';

export class Attempt {
  busy = $state(false);
  fault = $state.raw<unknown>();

  /** Runs a task unless one is under way; answers whether it succeeded. */
  async run(task: () => Promise<void>): Promise<boolean> {
    // Who begins a task in an effect would begin it again at its end, for ever.
    if (untrack(() => this.busy)) return false;
    this.busy = true;
    this.fault = undefined;
    try {
      await task();
    } catch (reason) {
      this.fault = reason;
    }
    this.busy = false;
    return this.fault === undefined;
  }
}
