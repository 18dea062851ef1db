/** What waits in the outbox: one command, and how it looks on the screen until the log has it. */
import type { Problem } from '../api/client.ts';
import type { Utterance } from '../log/event.ts';

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
}

export interface Item extends Command {
  person: string;
  state: 'waiting' | 'accepted' | 'rejected';
  version: number | null;
  madeAt: number;
  problem?: Problem | undefined;
}

/** The words of a command, for copying. */
export function wordsOf(command: Command): string {
  return Object.values(command.body ?? {})
    .filter((value): value is string => typeof value === 'string')
    .join('\n\n');
}
