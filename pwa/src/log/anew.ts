/** Remembers, also over a restart, that a meeting must be read anew: the server shows again what it withheld. */
import { drop, keep, kept } from '../store/kept.ts';
import { tryToKeep } from '../store/lasting.svelte.ts';

const nameOf = (session: string) => `anew ${session}`;

export const mustReadAnew = (session: string): Promise<boolean> =>
  tryToKeep(() => keep(nameOf(session), true));

export const wasReadAnew = (session: string): Promise<boolean> =>
  tryToKeep(() => drop(nameOf(session)));

export const isToBeReadAnew = async (session: string): Promise<boolean> =>
  (await kept<boolean>(nameOf(session)).catch(() => undefined)) ?? false;
