/** What waits in the outbox: one command, and how it looks on the screen until the log has it. */
import type { Problem } from '../api/client.ts';
import type { Utterance } from '../log/event.ts';
import type { Rewording } from '../log/fold.ts';

/** A command to send; `id` is the client's own and makes repeating harmless. */
export interface Command {
  id: string;
  /** The session, or the group, that it belongs to. */
  scope: string;
  method: 'PUT' | 'DELETE';
  path: string;
  body?: Record<string, unknown>;
  /** How it shows in the session while it waits. */
  shows?: Utterance;
  /** What it changes of what the session shows, while it waits. */
  rewords?: Rewording;
}

export interface Item extends Command {
  person: string;
  state: 'waiting' | 'accepted' | 'rejected';
  version: number | null;
  madeAt: number;
  problem?: Problem | undefined;
}

const CODES = new Set(['kind', 'status']);
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The words of a command, for copying: not its ids and codes. */
export function wordsOf(command: Command): string {
  const { texts, ...body } = command.body ?? {};
  return Object.entries({ ...body, ...(texts as object | undefined) })
    .filter(([name, value]) => typeof value === 'string' && !CODES.has(name) && !ID.test(value))
    .map(([, value]) => value)
    .join('\n\n');
}
