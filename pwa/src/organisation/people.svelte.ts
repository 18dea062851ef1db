/** The people of an organisation, a page at a time, as a search finds them. */
import { get } from '../api/client.ts';
import type { PeoplePage, PersonOfHouse } from '../api/wire.ts';
import { Attempt } from '../ui/attempt.svelte.ts';

const AT_ONCE = 50;
const PAUSE = 250;

export class PeopleList {
  people = $state.raw<PersonOfHouse[]>();
  more = $state<string | null>(null);
  reading = new Attempt();
  #path: string;
  #search = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #looks = 0;

  constructor(organisation: string) {
    this.#path = `/organisations/${organisation}/people`;
  }

  /** Searches once nothing more is typed. */
  search(words: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#search = words.trim();
      void this.load();
    }, PAUSE);
  }

  /** Reads the first page anew; `after` waits until the view has reached that position. */
  load(after?: number): Promise<void> {
    return this.#read(undefined, after);
  }

  /** Reads the page after the last that is shown. */
  loadMore(): Promise<void> {
    return this.#read(this.more ?? undefined);
  }

  async #read(cursor: string | undefined, after?: number): Promise<void> {
    this.#looks += 1;
    const look = this.#looks;
    const asked = new URLSearchParams({ limit: String(AT_ONCE) });
    if (this.#search) asked.set('search', this.#search);
    if (cursor) asked.set('cursor', cursor);
    if (after !== undefined) asked.set('after', String(after));
    this.reading.busy = false;
    await this.reading.run(async () => {
      const found = await get<PeoplePage>(`${this.#path}?${asked}`);
      if (look !== this.#looks) return;
      this.people = cursor ? [...(this.people ?? []), ...found.people] : found.people;
      this.more = found.next;
    });
  }
}
