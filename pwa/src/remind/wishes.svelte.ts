/** How I want to be reminded, as it is known and as it is being chosen. */
import { ask, type Receipt } from '../api/client.ts';
import type { Channel, Occasion, Reminders } from '../api/wire.ts';
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

export const toggled = <T>(list: readonly T[], one: T, on: boolean): T[] =>
  on ? [...list.filter((each) => each !== one), one] : list.filter((each) => each !== one);

/** Keeps a choice; notifications are turned on here first, so that nothing is promised that does not come. */
export async function keepWishes(choice: Choice, person: string, here: boolean): Promise<void> {
  if (here && !isOn(person)) await turnOn(person);
  if (!here && isOn(person)) await turnOff();
  await ask<Receipt>('PUT', '/me/reminders', { body: { ...choice } });
  await remindersPage().load();
}

/** By which channels, when this device is one of those that show notifications. */
export const withPush = (channels: readonly Channel[], push: boolean): Channel[] =>
  toggled(channels, 'push', push);
