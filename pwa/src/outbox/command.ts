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

const isWords = ([name, value]: [string, unknown]): boolean =>
  typeof value === 'string' && !CODES.has(name) && !ID.test(value);

/** The words of a command with the fields they stand in: not its ids and codes. */
export function textsOf(command: Command): [string, string][] {
  const { texts, ...body } = command.body ?? {};
  const all = Object.entries({ ...body, ...(texts as object | undefined) });
  return all.filter(isWords) as [string, string][];
}

/** The words of a command, for copying. */
export const wordsOf = (command: Command): string =>
  textsOf(command)
    .map(([, words]) => words)
    .join('\n\n');

/** The same command in other words, under an id of its own. */
export function anew(command: Command, id: string, words: Record<string, string>): Command {
  const { scope, method, body, shows, rewords } = command;
  const texts = body?.texts as object | undefined;
  const said = texts ? { ...body, texts: { ...texts, ...words } } : { ...body, ...words };
  return {
    id,
    scope,
    method,
    path: command.path.replace(command.id, id),
    ...(body && { body: said }),
    ...(shows && { shows: { ...shows, ...words, id } }),
    ...(rewords && { rewords: { ...rewords, wordings: { ...rewords.wordings, ...words } } }),
  };
}
