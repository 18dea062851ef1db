/** One thing that a screen tries at a time: whether it is under way, and why it failed. */

export class Attempt {
  busy = $state(false);
  fault = $state.raw<unknown>();

  /** Runs a task unless one is under way; answers whether it succeeded. */
  async run(task: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
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
