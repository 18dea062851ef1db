/** How much this person has guided, as this device remembers it: tips grow shorter with it. */
import { keep, kept } from '../store/kept.ts';

const NAME = 'guided';
const SHORT_FROM = 3;
const HIDDEN_FROM = 8;
const MOST = 20;

export type Tips = 'full' | 'short' | 'hidden';

/** How tips are shown to somebody who guided this many meetings before. */
export const tipsAfter = (meetings: number): Tips =>
  meetings >= HIDDEN_FROM ? 'hidden' : meetings >= SHORT_FROM ? 'short' : 'full';

/** The first sentence of a tip. */
export const firstSentence = (tip: string): string => /^.*?[.?!](?=\s|$)/s.exec(tip)?.[0] ?? tip;

/** Remembers that a meeting was guided here; answers how many others were. */
export async function guided(session: string): Promise<number> {
  const before = (await kept<string[]>(NAME).catch(() => undefined)) ?? [];
  const others = before.filter((each) => each !== session);
  if (others.length === before.length) await keep(NAME, [...before, session].slice(-MOST));
  return others.length;
}
