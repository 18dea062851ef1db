/** Asks, when somebody pauses in writing a question, how it comes across; without an answer nothing is said. */
import { ask } from '../api/client.ts';
import type { QuestionHint, QuestionKinds } from '../api/wire.ts';
import { me } from '../store/me.svelte.ts';

const PAUSE = 900;
const SHORTEST = 3;
const offered = new Map<string, Promise<boolean>>();

/** Whether the group of a meeting wants help with questions; asked once for each meeting. */
function groupWants(session: string): Promise<boolean> {
  const known = offered.get(session);
  if (known) return known;
  const asked = ask<QuestionKinds>('GET', `/sessions/${session}/question-kinds`).then(
    ({ body }) => body.offered,
  );
  offered.set(session, asked);
  asked.catch(() => offered.delete(session));
  return asked;
}

export class Helper {
  #session: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | undefined;
  #unwanted = new Set<string>();
  #text = '';
  hint = $state.raw<QuestionHint>();

  constructor(session: string) {
    this.#session = session;
  }

  /** Looks at a draft when it has not changed for a moment; `earlier`: one's own questions before it. */
  watch(text: string, earlier: string[]): void {
    const draft = text.trim();
    if (draft === this.#text) return;
    this.stop();
    this.#text = draft;
    this.hint = undefined;
    if (draft.split(/\s+/).length < SHORTEST || this.#unwanted.has(draft)) return;
    this.#timer = setTimeout(() => void this.#look(draft, earlier), PAUSE);
  }

  /** Says nothing more about this text. */
  leave(): void {
    this.#unwanted.add(this.#text);
    this.hint = undefined;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
  }

  async #look(text: string, earlier: string[]): Promise<void> {
    if (!navigator.onLine || me()?.question_help === false) return;
    const asking = new AbortController();
    this.#asking = asking;
    try {
      if (!(await groupWants(this.#session))) return;
      const body = { text, earlier };
      const { signal } = asking;
      const answer = await ask<QuestionHint>('POST', '/question-craft/check', { body, signal });
      if (!signal.aborted && answer.body.show) this.hint = answer.body;
    } catch {
      // Help that does not come is not missed: the question can be sent as it is.
    }
  }
}
