/** A session as this device follows it: the mirror first, then the stream, gaps filled over REST. */
import { untrack } from 'svelte';
import { ask, get, Refusal, Unreachable } from '../api/client.ts';
import { learn, relearn } from '../clock/clock.svelte.ts';
import type { ChoiceProgress } from '../api/wire.ts';
import { outbox } from '../outbox/outbox.svelte.ts';
import { dropTraces } from '../store/traces.ts';
import type { WireEvent } from './event.ts';
import { fold, withWaiting } from './fold.ts';
import { emptyView, type SessionView } from './view.ts';
import { tracesOf } from './erasing.ts';
import { erases, FORGETS, forgetTexts, reveals } from './forgetting.ts';
import { forget, mirror, mirrored } from './mirror.ts';
import { inOneTab } from './onetab.ts';
import { stream } from './stream.ts';

/** After these answers nothing of the meeting is shown or kept. */
const SHUT = new Set([403, 404, 410]);

interface Batch {
  session: string;
  version: number;
  now: string;
  /** Whether something before the version that was asked for shows, or hides, since. */
  anew?: boolean;
  events: WireEvent[];
}

/** What the tab that follows tells the others. */
interface News {
  events?: WireEvent[];
  connected?: boolean;
  choice?: { choice: string; voted: number };
  /** The device's copy was made anew: texts may be there again. */
  anew?: boolean;
}

export class Live {
  session: string;
  me: string;
  #view = $state.raw<SessionView>(emptyView(''));
  choice = $state.raw<ChoiceProgress>();
  /** Whether the stream works now; undefined before the first answer. */
  connected = $state<boolean>();
  refusal = $state.raw<Refusal>();
  started = $state(false);
  #stop: (() => void) | undefined;
  #channel: BroadcastChannel | undefined;
  #work: Promise<unknown> = Promise.resolve();

  constructor(session: string, me: string) {
    this.session = session;
    this.me = me;
    this.#view = emptyView(session);
  }

  /** What to show: the log, and what waits in the outbox. */
  get view(): SessionView {
    return withWaiting(this.#view, outbox.entries(this.session), outbox.rewordings(this.session));
  }

  /** The version that a procedure move names. */
  get version(): number {
    return this.#view.version;
  }

  /** Shows the mirror, catches up and follows; answers how to stop. */
  start(): () => void {
    return untrack(() => this.#start());
  }

  #start(): () => void {
    let ended = false;
    this.#channel = new BroadcastChannel(`kring-session-${this.session}`);
    this.#channel.onmessage = ({ data }: MessageEvent<News>) => this.#hear(data);
    void this.#later(async () => {
      await this.#take(await mirrored(this.session));
      await this.#catchUp();
      this.started = true;
      if (!ended) this.#follow();
    });
    return () => {
      ended = true;
      this.#stop?.();
      this.#channel?.close();
    };
  }

  /** Begins anew after something that was refused has become possible. */
  async begin(): Promise<void> {
    this.refusal = undefined;
    await this.catchUp();
    this.#stop?.();
    this.#follow();
  }

  /** What another tab of this device learnt from the stream. */
  #hear({ events, connected, choice, anew }: News): void {
    if (connected !== undefined) this.connected = connected;
    if (choice) this.#countVotes(choice.choice, choice.voted);
    if (anew) void this.#later(() => this.#readAgain());
    if (!events) return;
    void this.#later(async () => {
      await this.#take(events);
      if ((events.at(-1)?.version ?? 0) > this.#view.version) await this.#catchUp();
    });
  }

  /** Reads what happened since; used after a command and when the stream cannot be had. */
  catchUp(): Promise<void> {
    return this.#later(() => this.#catchUp());
  }

  /** Asks how far the choice is. */
  async askChoice(): Promise<void> {
    try {
      this.choice = await get<ChoiceProgress>(`/sessions/${this.session}/choice`);
    } catch (fault) {
      if (!(fault instanceof Refusal || fault instanceof Unreachable)) throw fault;
    }
  }

  #later<T>(task: () => Promise<T>): Promise<T> {
    const done = this.#work.then(task);
    this.#work = done.catch((fault: unknown) => reportError(fault));
    return done;
  }

  async #take(events: WireEvent[]): Promise<void> {
    const before = this.#view;
    this.#view = fold(before, events, this.me);
    if (this.#view.version === before.version) return;
    await outbox.settle(this.session, this.#view.version);
    if (events.some((event) => event.type.startsWith('choice_') || event.type === 'case_offered'))
      void this.askChoice();
  }

  async #learn(events: WireEvent[]): Promise<void> {
    const fresh = events.filter((event) => event.version > this.#view.version);
    await this.#take(events);
    await mirror(this.session, fresh);
    if (fresh.some((event) => FORGETS.has(event.type))) await forgetTexts(this.#view, this.me);
    if (fresh.some(erases)) await dropTraces(tracesOf(this.#view, fresh));
    if (fresh.length) this.#tell({ events: fresh });
  }

  async #learnOrReset(events: WireEvent[]): Promise<void> {
    const before = this.#view;
    await this.#learn(events);
    if (events.some((event) => reveals(before, event))) await this.#reset();
  }

  async #catchUp(): Promise<void> {
    try {
      const path = `/sessions/${this.session}/events?after=${this.#view.version}`;
      const { body } = await ask<Batch>('GET', path);
      learn(body.now);
      this.refusal = undefined;
      if (body.anew || body.version < this.#view.version) {
        await this.#reset();
        return;
      }
      await this.#learnOrReset(body.events);
    } catch (fault) {
      if (fault instanceof Refusal) await this.#refuse(fault);
      else if (fault instanceof Unreachable) this.connected = false;
      else throw fault;
    }
  }

  /** A meeting that may no longer be seen leaves the device; a busy server is no reason. */
  async #refuse(refusal: Refusal): Promise<void> {
    this.refusal = refusal;
    if (!SHUT.has(refusal.problem.status) || !this.#view.version) return;
    await forget(this.session);
    this.#view = emptyView(this.session);
    this.#stop?.();
  }

  async #reset(): Promise<void> {
    const { body } = await ask<Batch>('GET', `/sessions/${this.session}/events?after=0`);
    await forget(this.session);
    this.#view = emptyView(this.session);
    await this.#learn(body.events);
    this.#tell({ anew: true });
  }

  async #readAgain(): Promise<void> {
    const events = await mirrored(this.session);
    this.#view = emptyView(this.session);
    await this.#take(events);
    await this.#catchUp();
  }

  #follow(): void {
    if (this.refusal) return;
    relearn();
    this.#stop = inOneTab(`kring-follow-${this.session}`, () => this.#listen());
  }

  #tell(news: News): void {
    this.#channel?.postMessage(news);
  }

  #connect(is: boolean): void {
    this.connected = is;
    this.#tell({ connected: is });
  }

  #listen(): () => void {
    return stream(this.session, {
      version: () => this.#view.version,
      hello: (version, now) => {
        learn(now);
        this.#connect(true);
        outbox.wake();
        void this.askChoice();
        if (version < this.#view.version) void this.#later(() => this.#reset());
      },
      ping: (now) => learn(now),
      act: (event) =>
        void this.#later(async () => {
          if (event.version > this.#view.version + 1) await this.#catchUp();
          else await this.#learnOrReset([event]);
        }),
      choice: (choice, voted) => {
        this.#countVotes(choice, voted);
        this.#tell({ choice: { choice, voted } });
      },
      reset: () => void this.#later(() => this.#reset()),
      lost: (tries) => {
        if (tries > 1) this.#connect(false);
        if (tries > 2) void this.catchUp();
      },
    });
  }

  #countVotes(choice: string, voted: number): void {
    if (this.choice?.choice !== choice || this.choice.voted.length !== voted) void this.askChoice();
  }
}
