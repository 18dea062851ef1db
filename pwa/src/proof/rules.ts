/** The rules of a register in words, and what of them a person may write. */
import type { RegisterRules } from '../api/wire.ts';
import { t } from '../text/text.svelte.ts';

/** Half an hour, or 2 hours: as registers write it. */
export function hours(minutes: number): string {
  const whole = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (!whole) return t('register.minutes', { n: rest });
  return rest ? t('register.hoursAnd', { n: whole, rest }) : t('register.hours', { n: whole });
}

/** One line for each rule that is there. */
export function inWords(rules: RegisterRules): string[] {
  const lines: string[] = [];
  const say = (line: string | 0 | null | undefined | false) => line && lines.push(line);
  say(
    rules.window === 'calendar_year'
      ? t('register.inYear', { n: Math.max(1, Math.floor(rules.months / 12)) })
      : t('register.inMonths', { n: rules.months }),
  );
  say(rules.minutes && t('register.atLeast', { time: hours(rules.minutes) }));
  say(rules.meetings && t('register.meetings', { n: rules.meetings }));
  say(rules.smallest && t('register.smallest', { n: rules.smallest }));
  say(rules.largest && t('register.largest', { n: rules.largest }));
  say(rules.shortest && t('register.shortest', { time: hours(rules.shortest) }));
  say(rules.longest_per_day && t('register.perDay', { time: hours(rules.longest_per_day) }));
  say(rules.facilitated && t('register.facilitated'));
  return lines;
}

/** What registers ask as well and no app can tell. */
export const UNSEEN: Record<string, () => string> = {
  'registered-facilitator': () => t('register.unseen.registeredFacilitator'),
  'same-field': () => t('register.unseen.sameField'),
  'own-case': () => t('register.unseen.ownCase'),
  'named-beforehand': () => t('register.unseen.namedBeforehand'),
  'own-skills': () => t('register.unseen.ownSkills'),
  'registered-members': () => t('register.unseen.registeredMembers'),
  reflection: () => t('register.unseen.reflection'),
  'no-authority': () => t('register.unseen.noAuthority'),
  'own-file': () => t('register.unseen.ownFile'),
  moderator: () => t('register.unseen.moderator'),
  'no-team-cases': () => t('register.unseen.noTeamCases'),
  'signed-agreement': () => t('register.unseen.signedAgreement'),
  accredited: () => t('register.unseen.accredited'),
  'year-plan': () => t('register.unseen.yearPlan'),
  'registered-group': () => t('register.unseen.registeredGroup'),
  signatures: () => t('register.unseen.signatures'),
  'same-group': () => t('register.unseen.sameGroup'),
  topics: () => t('register.unseen.topics'),
};

/** Why a meeting does not count, or not whole. */
export const REASONS = {
  'only-watched': () => t('register.why.onlyWatched'),
  'not-confirmed': () => t('register.why.notConfirmed'),
  'too-few': () => t('register.why.tooFew'),
  'too-many': () => t('register.why.tooMany'),
  'too-short': () => t('register.why.tooShort'),
  'not-facilitated': () => t('register.why.notFacilitated'),
  'day-is-full': () => t('register.why.dayIsFull'),
};
