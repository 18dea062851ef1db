/** Which move would be taken back now, and how: every move of the procedure has a way back. */
import type { ProcedureEvent } from '../log/event.ts';
import type { SessionView } from '../log/view.ts';

type Named<T extends ProcedureEvent['type']> = Extract<ProcedureEvent, { type: T }>;
type Undoable =
  | Named<'step_started'>
  | Named<'step_extended'>
  | Named<'session_paused'>
  | (Named<'turn_order_set'> & { before: string[] })
  | (Named<'duty_given'> & { before: string | null })
  | Named<'follow_up_skipped'>
  | Named<'choice_opened'>
  | Named<'case_offered'>
  | Named<'case_chosen'>
  | Named<'session_closed'>;

/** A call that takes a move back. */
export interface WayBack {
  what: Undoable;
  method: 'POST' | 'DELETE';
  path: string;
  body?: unknown;
}

const same = (one: string[], other: string[]) => one.join() === other.join();

/** Removes the last move for which a test holds, and answers whether there was one. */
function remove(stack: Undoable[], test: (move: Undoable) => boolean): boolean {
  const at = stack.findLastIndex(test);
  if (at >= 0) stack.splice(at, 1);
  return at >= 0;
}

class Moves {
  stack: Undoable[] = [];
  order: string[] = [];
  duties: Record<string, string | null> = {};

  take(event: ProcedureEvent): void {
    switch (event.type) {
      case 'step_started':
      case 'session_paused':
      case 'follow_up_skipped':
      case 'choice_opened':
      case 'case_offered':
      case 'session_closed':
        this.stack.push(event);
        break;
      case 'step_extended':
        this.#extend(event);
        break;
      case 'step_undone': {
        const at = this.stack.findLastIndex(({ type }) => type === 'step_started');
        this.stack = at < 0 ? [] : this.stack.slice(0, at);
        break;
      }
      case 'turn_order_set':
        this.#reorder(event);
        break;
      case 'duty_given':
        this.#hand(event);
        break;
      case 'case_chosen':
        remove(this.stack, ({ type }) => type === 'case_offered');
        this.stack.push(event);
        break;
      default:
        this.#end(event);
    }
  }

  #extend(event: Named<'step_extended'>): void {
    const opposite = (move: Undoable) =>
      move.type === 'step_extended' && move.seconds === -event.seconds && event.seconds < 0;
    if (!remove(this.stack, opposite)) this.stack.push(event);
  }

  #reorder(event: Named<'turn_order_set'>): void {
    const last = this.stack.at(-1);
    if (last?.type === 'turn_order_set' && same(last.before, event.order)) this.stack.pop();
    else this.stack.push({ ...event, before: this.order });
    this.order = event.order;
  }

  #hand(event: Named<'duty_given'>): void {
    const last = this.stack.at(-1);
    const before = this.duties[event.duty] ?? null;
    if (last?.type === 'duty_given' && last.duty === event.duty && last.before === event.to)
      this.stack.pop();
    else this.stack.push({ ...event, before });
    this.duties[event.duty] = event.to;
  }

  /** What ends another move: it cannot be taken back any more, or was. */
  #end(event: ProcedureEvent): void {
    const ends: Partial<Record<ProcedureEvent['type'], Undoable['type']>> = {
      session_resumed: 'session_paused',
      follow_up_awaited: 'follow_up_skipped',
      choice_closed: 'choice_opened',
      choice_cancelled: 'choice_opened',
      choice_declined: 'case_offered',
      offer_taken_back: 'case_offered',
      choice_undone: 'case_chosen',
      session_reopened: 'session_closed',
    };
    const ended = ends[event.type];
    if (ended) remove(this.stack, ({ type }) => type === ended);
  }
}

function wayBack(what: Undoable, view: SessionView): WayBack | null {
  const post = (path: string, body?: unknown): WayBack => ({ what, method: 'POST', path, body });
  switch (what.type) {
    case 'step_started':
      return post('steps/undo');
    case 'step_extended':
      return post('steps/extend', { seconds: -what.seconds });
    case 'session_paused':
      return post('resume');
    case 'turn_order_set':
      return what.before.length ? post('turn-order', { order: what.before }) : null;
    case 'duty_given':
      return post('duties', { duty: what.duty, to: what.before });
    case 'follow_up_skipped':
      return { what, method: 'DELETE', path: `follow-up-skips/${what.action}` };
    case 'choice_opened':
      return post('choice/cancelling');
    case 'case_offered':
      return post('choice/offer/undo');
    case 'case_chosen': {
      const begun = view.entries.some((entry) => 'case' in entry && entry.case === what.case);
      return begun || view.chosen?.case !== what.case ? null : post('choice/undo');
    }
    case 'session_closed':
      return post('reopening');
  }
}

/** The last move that can be taken back, or null. What has no way back any more is passed over. */
export function lastMove(view: SessionView): WayBack | null {
  const moves = new Moves();
  moves.order = view.members;
  for (const event of view.moves) moves.take(event);
  for (const what of moves.stack.toReversed()) {
    const way = wayBack(what, view);
    if (way) return way;
  }
  return null;
}
