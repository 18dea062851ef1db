/** What can happen in a meeting, as it comes over the wire. */
import type {
  ActionStatus,
  AdviceKind,
  AdviceMode,
  CaseKind,
  Facilitation,
  Mark,
  Method,
  Role,
  Duty,
  ThoughtKind,
} from '../api/wire.ts';

export type Text = string | null;

export interface OpenAction {
  action: string;
  case: string;
  session: string;
  contributor: string;
}

/** A part in the conversation that somebody is given. */
export type NamedRole = 'consultant' | 'coach' | 'observers';

interface Procedure {
  session_opened: {
    group: string;
    method: Method;
    advice_mode: AdviceMode;
    facilitation: Facilitation;
    facilitators: string[];
    members: string[];
    open_actions: OpenAction[];
    by: string;
  };
  participant_arrived: { person: string; role?: Role };
  participant_left: { person: string };
  step_started: { step: number; by: string; ends_at: string };
  step_extended: { step: number; by: string; seconds: number; ends_at: string };
  step_undone: { step: number; back_to: number | null; by: string; ends_at: string | null };
  step_revealed: { step: number; by: string };
  steps_replanned: { lengths: { step: number; seconds: number }[]; given_up: boolean; by: string };
  role_assigned: { role: NamedRole; people: string[]; by: string };
  pairs_drawn: { step: number; pairs: string[][]; by: string };
  advice_wish_stated: { case: string; by: string; wanted: boolean };
  session_paused: { by: string };
  session_resumed: { by: string; ends_at: string | null };
  turn_order_set: { order: string[]; by: string };
  duty_given: { duty: Duty; to: string | null; by: string };
  follow_up_skipped: { action: string; by: string };
  follow_up_awaited: { action: string; by: string };
  choice_opened: { choice: string; cases: string[]; by: string };
  choice_closed: { choice: string; tally: { case: string; votes: number }[]; by: string };
  choice_cancelled: { choice: string; by: string };
  case_offered: { case: string; by: string };
  offer_taken_back: { case: string; by: string };
  choice_declined: { case: string; by: string };
  case_chosen: { case: string; contributor: string; advice_mode: AdviceMode };
  choice_undone: { case: string; by: string };
  advice_mode_lowered: { case: string; by: string; advice_mode: AdviceMode };
  session_closed: { by: string };
  session_reopened: { by: string };
  contribution_withdrawn: { contribution: string; by: string };
  contribution_corrected: { contribution: string; by: string; wordings: Record<string, Text> };
  contribution_noted: { contribution: string; noted_by: string };
  case_erased: { case: string; by: string | null; takeaways_kept: boolean };
  case_shared: { case: string; by: string };
  case_unshared: { case: string; by: string };
  takeaways_retained: { case: string; by: string; keep: boolean };
  author_forgotten: { person: string };
  attendance_confirmed: { by: string; form: string };
  attendance_corrected: { person: string; by: string };
  withheld: object;
}

interface Said {
  checked_in: { text: Text };
  follow_up_reported: {
    action: string;
    status: ActionStatus;
    did: Text;
    effect: Text;
    learned: Text;
  };
  action_carried_on: { action: string; first_step: Text; due: string | null };
  feedback_given: { follow_up: string; text: Text };
  case_proposed: { kind: CaseKind; title: Text; question: Text; influence: number | null };
  nothing_proposed: object;
  case_described: {
    case: string;
    question: Text;
    context: Text;
    own_behaviour: Text;
    effect: Text;
  };
  question_asked: { case: string; text: Text };
  question_answered: { case: string; question: string; text: Text };
  turn_passed: object;
  hypothesis_offered: { case: string; text: Text };
  observation_shared: { case: string; text: Text };
  reflection_shared: { case: string; text: Text };
  thought_shared: { kind: ThoughtKind; case: string | null; text: Text };
  contribution_rated: { case: string; on: string; mark: Mark };
  note_written: { text: Text };
  advice_given: { case: string; kind: AdviceKind; text: Text };
  takeaway_stated: { case: string; text: Text; helpful: string[] };
  action_committed: { case: string; text: Text; first_step: Text; due: string | null };
  insight_noted: { text: Text };
  checked_out: { text: Text };
}

interface Recorded {
  version: number;
  at: string;
}

interface Author {
  id: string;
  by: string;
  step: number;
  late?: boolean;
}

export type ProcedureEvent = {
  [T in keyof Procedure]: { type: T } & Recorded & Procedure[T];
}[keyof Procedure];

export type SaidType = keyof Said;

/** A contribution: who, where and what, before it has a place in the log. */
export type Utterance = { [T in SaidType]: { type: T } & Author & Partial<Said[T]> }[SaidType];

export type SaidEvent = { [T in SaidType]: { type: T } & Recorded & Author & Said[T] }[SaidType];

export type WireEvent = ProcedureEvent | SaidEvent;
export type Of<T extends SaidType> = Extract<SaidEvent, { type: T }>;

const SAID: Record<SaidType, true> = {
  checked_in: true,
  follow_up_reported: true,
  action_carried_on: true,
  feedback_given: true,
  case_proposed: true,
  nothing_proposed: true,
  case_described: true,
  question_asked: true,
  question_answered: true,
  turn_passed: true,
  hypothesis_offered: true,
  observation_shared: true,
  reflection_shared: true,
  thought_shared: true,
  contribution_rated: true,
  note_written: true,
  advice_given: true,
  takeaway_stated: true,
  action_committed: true,
  insight_noted: true,
  checked_out: true,
};

export const isSaid = (event: WireEvent): event is SaidEvent => event.type in SAID;
