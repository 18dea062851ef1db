/** What retention will erase of mine, and when somebody should be told of it. */
import type { DueCase } from '../api/wire.ts';
import { page, type Page } from '../store/page.svelte.ts';

const TOLD_BEFORE = 14 * 24 * 3600 * 1000;

export const retentionPage = (): Page<{ cases: DueCase[] }> => page('/me/retention');

/** The cases that go within two weeks of a moment, the first one first. */
export function dueSoon(cases: readonly DueCase[], now: number): DueCase[] {
  return cases
    .filter((each) => Date.parse(each.due_on) - now <= TOLD_BEFORE)
    .toSorted((one, other) => one.due_on.localeCompare(other.due_on));
}
