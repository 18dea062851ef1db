/** A group that is being formed, as its form writes it down: everything a text, so that it can be kept. */
import type { AdviceMode, Facilitation } from '../api/wire.ts';

export const EMPTY = {
  name: '',
  purpose: '',
  myName: '',
  organisation: '',
  programme: '',
  facilitation: 'self_guided' as Facilitation,
  guide: 'no',
  weeks: '4',
  minutes: '90',
  method: 'basis6',
  mode: 'round' as AdviceMode,
  smallest: '4',
  largest: '8',
};

export type Drafted = typeof EMPTY;

const DEDICATED = new Set<string>(['external', 'internal_dedicated']);

/** Whether somebody guides who has no say in the content. */
export const isGuided = (facilitation: string): boolean => DEDICATED.has(facilitation);

/** How the group is to meet, as the API takes it. */
export const draftedArrangement = (drafted: Omit<Drafted, 'name' | 'purpose' | 'myName'>) => ({
  rhythm: { weeks: Number(drafted.weeks), minutes: Number(drafted.minutes) },
  method: drafted.method,
  advice_mode: drafted.mode,
  facilitation: drafted.facilitation,
  size: { smallest: Number(drafted.smallest), largest: Number(drafted.largest) },
});

/** The body that forms the group; `known` when the person is signed in. */
export const formOf = (drafted: Drafted, language: string, known: boolean) => ({
  ...draftedArrangement(drafted),
  name: drafted.name.trim(),
  ...(drafted.purpose.trim() ? { purpose: drafted.purpose.trim() } : {}),
  ...(drafted.organisation ? { organisation: drafted.organisation } : {}),
  ...(drafted.organisation && drafted.programme ? { programme: drafted.programme } : {}),
  language,
  my_role: isGuided(drafted.facilitation) && drafted.guide === 'yes' ? 'facilitator' : 'member',
  ...(known ? {} : { my_name: drafted.myName.trim() }),
});
