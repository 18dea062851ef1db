/** Who will read what is being typed, and until when: from the step that is on and the group's own terms. */
import type { Retention, Step } from '../api/wire.ts';
import { t } from '../text/text.svelte.ts';
import type { Task } from './reading.ts';

/** Hangs on the person alone: it stays as long as they do. */
const OWN_WORD = new Set<string>(['check_in', 'check_out']);
/** Stays with its author when the case goes. */
const OWN = new Set<string>(['takeaway', 'action', 'insight', 'evaluation']);
const PRIVATE = new Set<string>(['note']);

/** Who sees it: those who are there, at once or after the reveal; the contributor later; nobody else. */
export function who(kind: string, step: Step | undefined, contributor: string): string {
  if (PRIVATE.has(kind) || step?.visibility === 'private') return t('seen.me');
  if (step?.visibility === 'after_reveal') return t('seen.reveal');
  if (step?.visibility === 'hidden_from_contributor_until_end')
    return t('seen.later', { name: contributor });
  return t('seen.present');
}

/** Until when it is kept. */
export function until(kind: string, retention: Retention | undefined): string {
  if (OWN_WORD.has(kind) || PRIVATE.has(kind)) return t('until.account');
  const { days_after_follow_up: soon, days_after_session: last } = retention ?? {};
  if (soon === undefined || last === undefined) return '';
  if (OWN.has(kind)) return t('until.mine', { n: last });
  if (kind === 'follow_up' || kind === 'feedback') return t('until.followUp', { n: soon });
  return t('until.days', { n: last });
}

/** One short line to stand under a field. */
export const seenBy = (
  { kind }: Pick<Task, 'kind'>,
  step: Step | undefined,
  contributor: string,
  retention: Retention | undefined,
): string => [who(kind, step, contributor), until(kind, retention)].filter(Boolean).join(' ');
