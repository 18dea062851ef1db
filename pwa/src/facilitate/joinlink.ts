/** A link with which somebody in the room joins a group now: it stands on a screen, and so lasts for a day. */
import { ask } from '../api/client.ts';
import type { MadeInvitation } from '../api/wire.ts';

export async function joinLink(group: string): Promise<string> {
  const body = { role: 'member', lasts: 'a-day' };
  const answer = await ask<MadeInvitation>('POST', `/groups/${group}/invitations`, { body });
  return `${location.origin}/join#${answer.body.token}`;
}
