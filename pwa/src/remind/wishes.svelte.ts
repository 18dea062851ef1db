/** How I want to be reminded, as it is known and as it is being chosen. */
import { ask, type Receipt } from '../api/client.ts';
import type { Channel, Occasion, PushDeviceList, Reminders } from '../api/wire.ts';
import { isOn, turnOff, turnOn } from '../push/device.ts';
import { page, type Page } from '../store/page.svelte.ts';

export const OCCASIONS = [
  'first_step',
  'action_date',
  'week_before',
  'day_before',
  'meeting_opens',
  'plan_meeting',
] as const satisfies Occasion[];

/** Shortly before the meeting, and nothing else. */
export const SHORTLY = [
  'day_before',
  'meeting_opens',
  'plan_meeting',
] as const satisfies Occasion[];

export const remindersPage = (): Page<Reminders> => page('/me/reminders');

export type Choice = Pick<Reminders, 'channels' | 'occasions' | 'hour' | 'quiet' | 'paused_until'>;

/** By what I want to be reminded and am not; this device is being kept up while it shows notifications. */
export const lost = (known: Reminders, person: string): Channel[] =>
  known.asked ? known.unreachable.filter((one) => one !== 'push' || !isOn(person)) : [];

export const toggled = <T>(list: readonly T[], one: T, on: boolean): T[] =>
  on ? [...list.filter((each) => each !== one), one] : list.filter((each) => each !== one);

/** Whether another device of mine shows notifications; only asked when this one does not. */
async function elsewhere(): Promise<boolean> {
  const { body } = await ask<PushDeviceList>('GET', '/me/push-subscriptions');
  return body.devices.some(({ current }) => !current);
}

/**
 * Keeps a choice; notifications are turned on here first, so that nothing is promised that does not come.
 * Turned off here they stay on where another device shows them. Mail is no wish of who has no address: no screen
 * lets them take it back. What the house made of it is for the caller to read.
 */
export async function keepWishes(choice: Choice, person: string, here: boolean): Promise<void> {
  if (here && !isOn(person)) await turnOn(person);
  if (!here && isOn(person)) await turnOff();
  const push = here || (choice.channels.includes('push') && (await elsewhere()));
  const noAddress = remindersPage().value?.address === false;
  const wished = noAddress ? toggled(choice.channels, 'mail', false) : choice.channels;
  const body = { ...choice, channels: toggled(wished, 'push', push) };
  await ask<Receipt>('PUT', '/me/reminders', { body });
}
