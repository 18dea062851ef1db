/** What whoever guides keeps aside: remarks for later and why a pause was taken; sealed on this device, and nowhere else. */
import { makeId } from '../api/identity.ts';
import { drop, keep, kept } from '../store/kept.ts';

export interface Remark {
  id: string;
  text: string;
  at: string;
  done: boolean;
}

interface Kept {
  remarks: Remark[];
  pause: Pause;
  at: string;
}

/** When a pause began, and the reason that was chosen for it. */
interface Pause {
  since: string;
  reason: string;
}

const LONGEST = 30 * 24 * 3_600_000;
const NO_PAUSE: Pause = { since: '', reason: '' };
const name = (session: string) => `aside ${session}`;

export class Aside {
  #session: string;
  remarks = $state.raw<Remark[]>([]);
  #pause = $state.raw(NO_PAUSE);

  constructor(session: string) {
    this.#session = session;
    void this.#restore();
  }

  get open(): Remark[] {
    return this.remarks.filter(({ done }) => !done);
  }

  /** Parks a remark; resolves when the device has it. */
  async park(text: string): Promise<void> {
    const at = new Date().toISOString();
    this.remarks = [...this.remarks, { id: makeId(), text: text.trim(), at, done: false }];
    await this.#keep();
  }

  async settle(id: string, done: boolean): Promise<void> {
    this.remarks = this.remarks.map((each) => (each.id === id ? { ...each, done } : each));
    await this.#keep();
  }

  /** Why the pause that began then was taken; empty when nobody said so. */
  why(since: string): string {
    return this.#pause.since === since ? this.#pause.reason : '';
  }

  async because(reason: string, since: string): Promise<void> {
    this.#pause = { since, reason };
    await this.#keep();
  }

  /** Erases all of it from this device. */
  async erase(): Promise<void> {
    this.remarks = [];
    this.#pause = NO_PAUSE;
    await drop(name(this.#session));
  }

  #keep(): Promise<void> {
    const at = new Date().toISOString();
    return keep(name(this.#session), { remarks: this.remarks, pause: this.#pause, at });
  }

  async #restore(): Promise<void> {
    const old = await kept<Kept>(name(this.#session)).catch(() => undefined);
    if (!old) return;
    if (Date.now() - Date.parse(old.at) > LONGEST) return drop(name(this.#session));
    this.remarks = [...old.remarks, ...this.remarks];
    if (!this.#pause.since) this.#pause = old.pause;
  }
}
