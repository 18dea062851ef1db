/** Sends what waits in the outbox: one command after the other, in one tab at a time. */
import { ask, type Receipt } from '../api/client.ts';
import { backOff } from '../api/patience.ts';
import { isWhose } from '../store/whose.ts';
import type { Item } from './command.ts';
import { changeItem, itemsOf, removeItem, stillWaits } from './keeping.ts';
import { EVERY, type Outbox } from './outbox.svelte.ts';
import { judge, type Final, type Verdict } from './policy.ts';
import { isReachable } from './reaching.ts';
import { inTurn } from './turns.ts';

/** So often a command may fail where others would not, before its writer is asked. */
const STUCK = 5;

/** In how many milliseconds to come back; `more` at once; undefined when all is sent. */
type Next = number | 'more' | undefined;

/** A clock that nobody sets, and that all tabs share. */
const clock = () => performance.timeOrigin + performance.now();

export class Sender {
  #outbox: Outbox;
  #tries = 0;
  #stuck = { id: '', times: 0 };

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** Sends the first command that waits, when it is this tab's turn. */
  next(): Promise<Next> {
    return inTurn(() => this.#sendNext());
  }

  async #sendNext(): Promise<Next> {
    const { person, notBefore } = this.#outbox;
    if (person === undefined) return undefined;
    const pause = notBefore - clock();
    if (pause > 0) return pause;
    const item = (await itemsOf(person)).find(({ state }) => state === 'waiting');
    if (!item) {
      this.#tries = 0;
      return undefined;
    }
    if (!(await isWhose(person))) return undefined;
    if (!(await stillWaits(item.id))) return 'more';
    return this.#conclude(item, await this.#send(item));
  }

  async #send(item: Item): Promise<Verdict> {
    try {
      const asking = item.body === undefined ? {} : { body: item.body };
      const { body } = await ask<Partial<Receipt> | null>(item.method, item.path, asking);
      return { state: 'accepted', version: body?.version ?? null };
    } catch (fault) {
      return judge(fault);
    }
  }

  async #conclude(item: Item, verdict: Verdict): Promise<Next> {
    this.#outbox.signIn = verdict.state === 'sign-in';
    if (verdict.state === 'sign-in') return EVERY;
    if (verdict.state !== 'later') return this.#keep(item, verdict);
    if (verdict.odd && (await this.#isStuck(item)))
      return this.#keep(item, { state: 'rejected', problem: verdict.problem });
    return this.#later(verdict.seconds);
  }

  async #later(seconds: number | undefined): Promise<number> {
    this.#tries += 1;
    const pause = backOff(this.#tries, seconds);
    if (seconds !== undefined) {
      this.#outbox.notBefore = clock() + pause;
      await this.#outbox.changed();
    }
    return pause;
  }

  /** Whether only this command fails, again and again, where the server answers others. */
  async #isStuck({ id }: Item): Promise<boolean> {
    this.#stuck = { id, times: this.#stuck.id === id ? this.#stuck.times + 1 : 1 };
    return this.#stuck.times >= STUCK && (await isReachable());
  }

  async #keep(item: Item, verdict: Final): Promise<'more'> {
    this.#tries = 0;
    const version = verdict.state === 'accepted' ? verdict.version : null;
    if (verdict.state === 'rejected')
      await changeItem({ ...item, state: 'rejected', problem: verdict.problem });
    else if (!(item.shows ?? item.rewords) || this.#outbox.hasReached(item.scope, version ?? 0))
      await removeItem(item.id);
    else await changeItem({ ...item, state: 'accepted', version });
    await this.#outbox.changed();
    return 'more';
  }
}
