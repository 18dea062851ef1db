/** A session as this device follows it: the mirror first, then the stream, gaps filled over REST. */
import { untrack } from 'svelte';
import { ask, get, Refusal, Unreachable } from '../api/client.ts';
import { learn, relearn } from '../clock/clock.svelte.ts';
import type { ChoiceProgress } from '../api/wire.ts';
import { outbox } from '../outbox/outbox.svelte.ts';
import { isPassing } from '../outbox/policy.ts';
import { tryToKeep } from '../store/lasting.svelte.ts';
import { dropTraces } from '../store/traces.ts';
import { isToBeReadAnew, mustReadAnew, wasReadAnew } from './anew.ts';
import type { WireEvent } from './event.ts';
import { fold, withWaiting, type Rewording } from './fold.ts';
import { steady } from './steady.ts';
import { emptyView, type Entry, type SessionView } from './view.ts';
import { tracesOf } from './erasing.ts';
import { erases, FORGETS, forgetTexts, reveals } from './forgetting.ts';
import { forget, mirror, mirrored } from './mirror.ts';
import { inOneTab } from './onetab.ts';
import { stream, type Stream } from './stream.ts';

/** After these answers nothing of the meeting is shown or kept. */
const SHUT = new Set([403, 404, 410]);
/** Milliseconds after which a tab no longer counts on the one that follows: that may be frozen. */
const SILENCE = 15_000;
/** Milliseconds between two looks whether something is amiss. */
const LOOK = 3_000;

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
  ready?: true;
  /** The device's copy was made anew: texts may be there again. */
  anew?: boolean;
}

export class Live {
  session: string;
  me: string;
  #view = $state.raw<SessionView>(emptyView(''));
  readonly #steadyEntries = steady<Entry>(({ id }) => id);
  readonly #steadyWords = steady<Rewording>(({ contribution }) => contribution);
  /** The outbox changes several times while one thing is sent; what is shown of it only twice. */
  readonly #waiting = $derived.by(() => this.#steadyEntries(outbox.entries(this.session)));
  readonly #rewordings = $derived.by(() => this.#steadyWords(outbox.rewordings(this.session)));
  /** What to show: the log, and what waits in the outbox. */
  readonly view: SessionView = $derived(withWaiting(this.#view, this.#waiting, this.#rewordings));
  choice = $state.raw<ChoiceProgress>();
  /** How often somebody said to be ready, or not: what asks anew who is. */
  readyTold = $state(0);
  /** Whether the stream works now; undefined before the first answer. */
  connected = $state<boolean>();
  refusal = $state.raw<Refusal>();
  started = $state(false);
  #stop: (() => void) | undefined;
  #stream: Stream | undefined;
  #channel: BroadcastChannel | undefined;
  #work: Promise<unknown> = Promise.resolve();
  #stale = false;
  /** Whether whoever looked has gone: nothing is followed or told any more. */
  #ended = false;
  #heard = performance.now();

  constructor(session: string, me: string) {
    this.session = session;
    this.me = me;
    this.#view = emptyView(session);
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
    this.#channel = new BroadcastChannel(`kring-session-${this.session}`);
    this.#channel.onmessage = ({ data }: MessageEvent<News>) => this.#hear(data);
    const watch = setInterval(() => this.#watch(), LOOK);
    void this.#later(async () => {
      await this.#take(await mirrored(this.session).catch(() => []));
      this.#stale = await isToBeReadAnew(this.session);
      await this.#catchUp();
    }).finally(() => {
      this.started = true;
      this.#follow();
    });
    return () => {
      this.#ended = true;
      clearInterval(watch);
      this.#stop?.();
      this.#channel?.close();
      this.#channel = undefined;
    };
  }

  /** Asks for itself when nothing has been heard for too long, or not what this device was told is in the log. */
  #watch(): void {
    if (document.visibilityState === 'hidden' || this.refusal) return;
    const silent = performance.now() - this.#heard > SILENCE;
    if (silent || outbox.accepted(this.session)) void this.catchUp();
  }

  /** Begins anew after something that was refused has become possible. */
  async begin(): Promise<void> {
    this.refusal = undefined;
    await this.catchUp();
    this.#stop?.();
    this.#follow();
  }

  /** What another tab of this device learnt from the stream. */
  #hear({ events, connected, choice, anew, ready }: News): void {
    this.#heard = performance.now();
    if (ready) this.readyTold += 1;
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
    this.#work = done.catch(() => undefined);
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

  /** What waited here leaves the outbox when the copy of the log holds it, not before. */
  async #learn(events: WireEvent[]): Promise<void> {
    const fresh = events.filter((event) => event.version > this.#view.version);
    const view = fold(this.#view, fresh, this.me);
    await tryToKeep(() => mirror(this.session, fresh));
    await this.#take(fresh);
    if (fresh.some((event) => FORGETS.has(event.type)))
      await tryToKeep(() => forgetTexts(view, this.me));
    if (fresh.some(erases)) await tryToKeep(() => dropTraces(tracesOf(view, fresh)));
    if (fresh.length) this.#tell({ events: fresh });
  }

  async #learnOrReset(events: WireEvent[]): Promise<void> {
    const before = this.#view;
    await this.#learn(events);
    if (events.some((event) => reveals(before, event))) await this.#reset();
  }

  async #catchUp(): Promise<void> {
    this.#heard = performance.now();
    try {
      const batch = await this.#ask(this.#stale ? 0 : this.#view.version);
      this.refusal = undefined;
      this.#connect(true);
      if (this.#stale) await this.#beginAnew(batch.events);
      else if (batch.anew || batch.version < this.#view.version) await this.#reset();
      else await this.#learnOrReset(batch.events);
      if (batch.events.length) this.#stream?.doubt();
    } catch (fault) {
      if (fault instanceof Refusal && !isPassing(fault)) await this.#refuse(fault);
      else if (fault instanceof Refusal || fault instanceof Unreachable) this.#connect(false);
      else throw fault;
    }
  }

  async #ask(after: number): Promise<Batch> {
    const { body } = await ask<Batch>('GET', `/sessions/${this.session}/events?after=${after}`);
    learn(body.now);
    return body;
  }

  /** A meeting that may no longer be seen leaves the device. */
  async #refuse(refusal: Refusal): Promise<void> {
    this.refusal = refusal;
    this.#stop?.();
    if (!SHUT.has(refusal.problem.status) || !this.#view.version) return;
    this.#view = emptyView(this.session);
    await tryToKeep(() => forget(this.session));
  }

  /** Reads everything anew; what cannot be had now is asked for at every next chance. */
  async #reset(): Promise<void> {
    this.#stale = true;
    await mustReadAnew(this.session);
    await this.#catchUp();
  }

  async #beginAnew(events: WireEvent[]): Promise<void> {
    await tryToKeep(() => forget(this.session));
    this.#view = emptyView(this.session);
    await this.#learn(events);
    this.#stale = false;
    await wasReadAnew(this.session);
    this.#tell({ anew: true });
  }

  async #readAgain(): Promise<void> {
    const events = await mirrored(this.session).catch(() => []);
    this.#view = emptyView(this.session);
    await this.#take(events);
    await this.#catchUp();
  }

  #follow(): void {
    if (this.refusal || this.#ended) return;
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
    const following = stream(this.session, {
      version: () => this.#view.version,
      hello: (version, now) => {
        learn(now);
        this.#connect(true);
        outbox.wake();
        void this.askChoice();
        if (this.#stale || version < this.#view.version) void this.#later(() => this.#reset());
      },
      ping: (now, version) => {
        learn(now);
        this.#heard = performance.now();
        this.#connect(true);
        void this.#later(async () => {
          if (version > this.#view.version) await this.#catchUp();
        });
      },
      act: (event) =>
        void this.#later(async () => {
          if (event.version > this.#view.version + 1) await this.#catchUp();
          else await this.#learnOrReset([event]);
        }),
      choice: (choice, voted) => {
        this.#countVotes(choice, voted);
        this.#tell({ choice: { choice, voted } });
      },
      ready: () => {
        this.readyTold += 1;
        this.#tell({ ready: true });
      },
      reset: () => void this.#later(() => this.#reset()),
      lost: (tries) => {
        if (tries === 2) this.#connect(false);
        if (tries > 2) void this.catchUp();
      },
      silent: () => void this.catchUp(),
    });
    this.#stream = following;
    return () => {
      this.#stream = undefined;
      following.stop();
    };
  }

  #countVotes(choice: string, voted: number): void {
    if (this.choice?.choice !== choice || this.choice.voted.length !== voted) void this.askChoice();
  }
}
