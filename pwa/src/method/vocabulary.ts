/** The words for what a step can be: in the order in which they are offered. */
import type { Kind, Speaker, Stance, Turn, Visibility } from '../api/wire.ts';
import { known } from '../text/text.svelte.ts';

export const KINDS: Kind[] = [
  'check_in',
  'follow_up',
  'feedback',
  'proposal',
  'vote',
  'description',
  'question',
  'answer',
  'rating',
  'observation',
  'association',
  'hypothesis',
  'reflection',
  'reformulation',
  'position',
  'argument',
  'advice',
  'takeaway',
  'action',
  'insight',
  'evaluation',
  'note',
  'check_out',
  'explanation',
  'expectation',
  'agreement',
  'relation',
  'arrangement',
];
export const SPEAKERS: Speaker[] = [
  'contributor',
  'members',
  'everyone',
  'facilitator',
  'previous_contributor',
  'consultant',
  'coach',
  'observers',
];
export const TURNS: Turn[] = ['round', 'free', 'silent', 'reveal', 'pairs'];
export const STANCES: Stance[] = [
  'takes_part',
  'speaks',
  'answers',
  'listens',
  'reacts',
  'decides',
  'away',
];
export const VISIBILITIES: Visibility[] = [
  'live',
  'after_reveal',
  'hidden_from_contributor_until_end',
  'private',
];

const named = (group: string, key: string) => known(`${group}.${key}`) ?? key;
export const doesName = (kind: Kind): string => named('does', kind);
export const speakerName = (speaker: Speaker): string => named('speaker', speaker);
export const goesName = (turn: Turn): string => named('goes', turn);
export const stanceName = (stance: Stance): string => named('stance', stance);
export const seesName = (visibility: Visibility): string => named('sees', visibility);
