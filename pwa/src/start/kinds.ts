/** What a group does when it starts: each of these fills its step with a screen of its own. */
import type { Kind } from '../api/wire.ts';

export const START_KINDS = [
  'explanation',
  'expectation',
  'agreement',
  'relation',
  'arrangement',
] as const satisfies Kind[];

export type StartKind = (typeof START_KINDS)[number];

export const isStart = (kind: string): kind is StartKind =>
  (START_KINDS as readonly string[]).includes(kind);
