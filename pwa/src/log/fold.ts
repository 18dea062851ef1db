/** The meeting as one device may see it: a pure fold over the events of its log. */
import { hideGone } from './erasing.ts';
import { isSaid, type ProcedureEvent, type SaidEvent, type Text, type WireEvent } from './event.ts';
import { running, type Entry, type Run, type SessionView } from './view.ts';

const without = (list: string[], one: string) => list.filter((each) => each !== one);

function change(view: SessionView, index: number, part: Partial<Run>): void {
  view.runs = view.runs.map((run, i) => (i === index ? { ...run, ...part } : run));
}

function undoStep(
  view: SessionView,
  event: Extract<ProcedureEvent, { type: 'step_undone' }>,
): void {
  view.runs = view.runs.slice(0, -1);
  if (event.back_to === null) return;
  const last = view.runs.length - 1;
  change(view, last, { endedAt: null, endsAt: event.ends_at });
}

function hideUnchosen(view: SessionView, me: string): void {
  if (!view.entries.some((entry) => unchosen(view, entry, me))) return;
  view.entries = view.entries.map((entry) =>
    entry.type === 'case_proposed' && unchosen(view, entry, me)
      ? { ...entry, title: null, question: null, influence: null }
      : entry,
  );
}

/** Whether a case waits for the outcome of a choice: it stands in one, or its owner was asked. */
const inQuestion = ({ choice, offered }: SessionView, proposal: string): boolean =>
  proposal === offered || (choice !== null && !choice.settled && choice.cases.includes(proposal));

/** Whether a proposal must be forgotten by everybody but its owner (invariant 5). */
export function unchosen(view: SessionView, event: SaidEvent, me: string): boolean {
  if (event.type !== 'case_proposed' || event.by === me || view.cases.includes(event.id))
    return false;
  return view.closedAt !== null || (view.chosen !== null && !inQuestion(view, event.id));
}

function evolveChoice(view: SessionView, event: ProcedureEvent): void {
  switch (event.type) {
    case 'choice_opened':
      view.choice = { choice: event.choice, cases: event.cases, tally: null, settled: false };
      view.offered = null;
      break;
    case 'choice_closed':
      view.choice = {
        choice: event.choice,
        cases: view.choice?.cases ?? [],
        tally: event.tally,
        settled: false,
      };
      break;
    case 'choice_cancelled':
      view.choice = null;
      break;
    case 'case_offered':
      view.offered = event.case;
      break;
    case 'offer_taken_back':
      view.offered = null;
      break;
    case 'choice_declined':
      view.offered = null;
      view.declined = [...view.declined, event.case];
      break;
    case 'case_chosen':
      view.chosen = { case: event.case, contributor: event.contributor };
      view.adviceMode = event.advice_mode;
      view.revealed = [];
      view.wishesAdvice = null;
      view.cases = [...without(view.cases, event.case), event.case];
      view.offered = null;
      if (view.choice) view.choice = { ...view.choice, settled: true };
      break;
    case 'choice_undone':
      view.chosen = null;
      view.cases = without(view.cases, event.case);
      view.adviceMode = view.plannedMode;
      view.choice = null;
      break;
    case 'advice_mode_lowered':
      view.adviceMode = event.advice_mode;
      break;
  }
}

function evolveClock(view: SessionView, event: ProcedureEvent): void {
  const last = view.runs.length - 1;
  switch (event.type) {
    case 'step_started':
      if (running(view)) change(view, last, { endedAt: event.at });
      view.runs = [
        ...view.runs,
        { step: event.step, startedAt: event.at, endsAt: event.ends_at, endedAt: null },
      ];
      view.pausedAt = null;
      break;
    case 'step_extended':
      change(view, last, { endsAt: event.ends_at });
      break;
    case 'step_undone':
      undoStep(view, event);
      break;
    case 'step_revealed':
      view.revealed = [...view.revealed, event.step];
      break;
    case 'session_paused':
      view.pausedAt = event.at;
      break;
    case 'session_resumed':
      view.pausedAt = null;
      if (running(view)) change(view, last, { endsAt: event.ends_at });
      break;
    case 'session_closed':
      if (running(view)) change(view, last, { endedAt: event.at });
      view.closedAt = event.at;
      view.pausedAt = null;
      break;
    case 'session_reopened':
      if (view.runs.length) change(view, last, { endedAt: null });
      view.closedAt = null;
      break;
  }
}

function evolvePeople(view: SessionView, event: ProcedureEvent): void {
  switch (event.type) {
    case 'session_opened':
      view.group = event.group;
      view.method = event.method;
      view.plannedMode = event.advice_mode;
      view.adviceMode = event.advice_mode;
      view.facilitation = event.facilitation;
      view.facilitators = event.facilitators;
      view.members = event.members;
      view.openActions = event.open_actions;
      view.openedAt = event.at;
      break;
    case 'participant_arrived':
      view.present = [...without(view.present, event.person), event.person];
      view.observers = without(view.observers, event.person);
      if (event.role === 'observer') view.observers = [...view.observers, event.person];
      break;
    case 'participant_left':
      view.present = without(view.present, event.person);
      break;
    case 'turn_order_set':
      view.order = event.order;
      break;
    case 'duty_given':
      view.duties = { ...view.duties, [event.duty]: event.to };
      break;
    case 'follow_up_skipped':
      view.skipped = [...view.skipped, event.action];
      break;
    case 'follow_up_awaited':
      view.skipped = without(view.skipped, event.action);
      break;
  }
}

const changed = (view: SessionView, id: string, part: object): Entry[] =>
  view.entries.map((entry) => (entry.id === id ? { ...entry, ...part } : entry));

function evolveWords(view: SessionView, event: ProcedureEvent): void {
  switch (event.type) {
    case 'contribution_noted':
      view.entries = changed(view, event.contribution, { notedBy: event.noted_by });
      break;
    case 'contribution_withdrawn':
      view.entries = changed(view, event.contribution, { withdrawn: true });
      if (event.contribution === view.offered) view.offered = null;
      break;
    case 'contribution_corrected':
      view.entries = changed(view, event.contribution, { ...event.wordings, corrected: true });
      break;
  }
}

function evolveParts(view: SessionView, event: ProcedureEvent): void {
  switch (event.type) {
    case 'role_assigned': {
      const others = Object.entries(view.roles).map(
        ([role, people]) => [role, people.filter((one) => !event.people.includes(one))] as const,
      );
      view.roles = { ...Object.fromEntries(others), [event.role]: event.people };
      break;
    }
    case 'pairs_drawn':
      view.pairs = { ...view.pairs, [event.step]: event.pairs };
      break;
    case 'steps_replanned':
      view.lengths = Object.fromEntries(event.lengths.map(({ step, seconds }) => [step, seconds]));
      break;
    case 'advice_wish_stated':
      view.wishesAdvice = event.wanted;
      break;
  }
}

function evolveForgetting(view: SessionView, event: ProcedureEvent): void {
  switch (event.type) {
    case 'case_erased':
      view.erased = [...view.erased, { case: event.case, kept: event.takeaways_kept }];
      view.shared = without(view.shared, event.case);
      if (view.chosen?.case === event.case) view.chosen = null;
      if (view.offered === event.case) view.offered = null;
      break;
    case 'case_shared':
      view.shared = [...without(view.shared, event.case), event.case];
      break;
    case 'case_unshared':
      view.shared = without(view.shared, event.case);
      break;
    case 'author_forgotten':
      view.forgotten = [...view.forgotten, event.person];
      view.present = without(view.present, event.person);
      if (view.chosen?.contributor === event.person) view.chosen = null;
      if (view.entries.some(({ id, by }) => id === view.offered && by === event.person))
        view.offered = null;
      break;
  }
}

function evolve(view: SessionView, event: WireEvent): void {
  if (isSaid(event)) {
    view.entries = [...view.entries, event];
    return;
  }
  evolveWords(view, event);
  if (!event.type.startsWith('contribution_')) view.moves = [...view.moves, event];
  evolveForgetting(view, event);
  evolvePeople(view, event);
  evolveParts(view, event);
  evolveClock(view, event);
  evolveChoice(view, event);
}

/** The view after these events: the same one when they tell nothing new. A gap ends the fold there. */
export function fold(view: SessionView, events: WireEvent[], me: string): SessionView {
  const next = { ...view };
  for (const event of events) {
    if (event.version <= next.version) continue;
    if (event.version > next.version + 1) break;
    evolve(next, event);
    next.version = event.version;
  }
  if (next.version === view.version) return view;
  hideUnchosen(next, me);
  hideGone(next, me);
  return next;
}

/** Other words for something, that wait in the outbox. */
export interface Rewording {
  contribution: string;
  wordings: Record<string, Text>;
}

/** The view with what waits in the outbox: new at its end, other words in their place; what the log has is left out. */
export function withWaiting(
  view: SessionView,
  waiting: Entry[],
  rewordings: Rewording[] = [],
): SessionView {
  const ids = waiting.length ? new Set(view.entries.map((entry) => entry.id)) : undefined;
  const missing = waiting.filter((entry) => !ids?.has(entry.id));
  if (!missing.length && !rewordings.length) return view;
  const next = { ...view, entries: [...view.entries, ...missing] };
  for (const { contribution, wordings } of rewordings)
    next.entries = changed(next, contribution, { ...wordings, corrected: true, waiting: true });
  return next;
}
