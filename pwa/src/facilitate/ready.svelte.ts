/** Who is ready with the running step, for whoever guides: asked anew when somebody says so. */
import { untrack } from 'svelte';
import { get, Refusal, Unreachable } from '../api/client.ts';
import type { Readiness } from '../api/wire.ts';
import type { Live } from '../log/live.svelte.ts';
import { running } from '../log/view.ts';

export class Ready {
  #live: Live;
  #state = $state.raw<Readiness>();

  constructor(live: Live) {
    this.#live = live;
  }

  /** The people who are ready with the step that runs. */
  get names(): string[] {
    const run = running(this.#live.view);
    return run && this.#state?.step === run.step ? this.#state.ready : [];
  }

  /** Asks who is ready; `heard` is what makes an effect ask again. */
  ask(...heard: unknown[]): void {
    if (heard[0]) untrack(() => void this.#ask());
  }

  async #ask(): Promise<void> {
    try {
      this.#state = await get<Readiness>(`/sessions/${this.#live.session}/readiness`);
    } catch (fault) {
      if (!(fault instanceof Refusal || fault instanceof Unreachable)) throw fault;
    }
  }
}
