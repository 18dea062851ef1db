/** A group as this device knows it: its members, its meetings, the actions that are open. */
import type { ActionView, Group, Appointment } from '../api/wire.ts';
import { t } from '../text/text.svelte.ts';
import { page, type Page } from './page.svelte.ts';

export const groupPage = (group: string): Page<Group> => page(`/groups/${group}`);

export const meetingsPage = (group: string): Page<{ sessions: Appointment[] }> =>
  page(`/groups/${group}/sessions`);

export const openActionsPage = (group: string): Page<{ actions: ActionView[] }> =>
  page(`/groups/${group}/open-actions`);

export const myActionsPage = (): Page<{ actions: ActionView[] }> => page('/me/actions');

/** The meeting that is open, or else the first one to come. */
export function nextMeeting(meetings: Appointment[] | undefined): Appointment | undefined {
  const open = meetings?.find((meeting) => meeting.state === 'open');
  const planned = meetings?.filter((meeting) => meeting.state === 'planned') ?? [];
  const soonest = (one: Appointment, other: Appointment) =>
    one.starts_at.localeCompare(other.starts_at);
  return open ?? planned.sort(soonest)[0];
}

/** The names of a group and the colour of each person. */
export class People {
  #group: Group | undefined;

  constructor(group: Group | undefined) {
    this.#group = group;
  }

  name(person: string): string {
    const member = this.#group?.members.find((each) => each.person === person);
    return member?.name ?? t('somebody');
  }

  tone(person: string): number {
    return Math.max(0, this.#group?.members.findIndex((each) => each.person === person) ?? 0);
  }
}
