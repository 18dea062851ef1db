/** Which words of a contribution its author can still change, and until when. */
import { WORDS } from '../log/erasing.ts';
import type { Entry, SessionView } from '../log/view.ts';

const WEEK = 7 * 24 * 3600 * 1000;
/** Fields in which a contribution cannot be silent. */
const NEEDED = new Set(['title', 'context', 'did']);
/** What may be said aloud instead. */
const ALOUD = new Set(['checked_in', 'checked_out', 'question_answered']);

export interface Part {
  field: string;
  text: string;
  required: boolean;
}

/** The texts of a contribution, in the order in which they were asked. */
export function rewordable(entry: Entry): Part[] {
  return (WORDS[entry.type] ?? [])
    .filter((field) => field !== 'influence')
    .map((field) => ({
      field,
      text: ((entry as unknown as Record<string, string | null>)[field] ?? '').trim(),
      required:
        NEEDED.has(field) ||
        (field === 'text' && !ALOUD.has(entry.type)) ||
        (field === 'question' && entry.type === 'case_proposed'),
    }));
}

/** Whether I may still change what I said: it is mine, it has arrived, and the meeting is not long over. */
export function mayReword(view: SessionView, entry: Entry, me: string, now: number): boolean {
  const over = view.closedAt ? now - new Date(view.closedAt).getTime() : 0;
  return entry.by === me && !entry.waiting && !entry.gone && !entry.withdrawn && over < WEEK;
}
