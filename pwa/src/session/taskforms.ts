/** Which tasks are one short text, which need a form, and what each is called in the log. */
import type { Kind } from '../api/wire.ts';
import type { SaidType } from '../log/event.ts';

/** Tasks that are one text in the bar under the thumb. */
export const SHORT = {
  check_in: 'checked_in',
  feedback: 'feedback_given',
  association: 'thought_shared',
  reformulation: 'thought_shared',
  position: 'thought_shared',
  argument: 'thought_shared',
  evaluation: 'thought_shared',
  note: 'note_written',
  question: 'question_asked',
  answer: 'question_answered',
  hypothesis: 'hypothesis_offered',
  observation: 'observation_shared',
  reflection: 'reflection_shared',
  advice: 'advice_given',
  insight: 'insight_noted',
  check_out: 'checked_out',
} as const satisfies Partial<Record<Kind, SaidType>>;

/** Tasks that open a sheet with several fields. */
export const FORMS = {
  follow_up: 'follow_up_reported',
  proposal: 'case_proposed',
  description: 'case_described',
  takeaway: 'takeaway_stated',
  action: 'action_committed',
} as const satisfies Partial<Record<Kind, SaidType>>;

export type ShortKind = keyof typeof SHORT;
export type FormKind = keyof typeof FORMS;

export const isShort = (kind: string): kind is ShortKind => kind in SHORT;
export const isForm = (kind: string): kind is FormKind => kind in FORMS;

/** May be said without a word: tapping is enough. */
export const WORDLESS = new Set<ShortKind>(['check_in', 'check_out', 'answer']);

/** In reply to somebody: the others may be let pass when they go round. */
export const REPLIES = new Set<string>(['answer', 'feedback']);
