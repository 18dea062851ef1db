/** Whose things this device keeps: what somebody wrote is never sent by who comes after them. */
import { keep, kept } from './kept.ts';

const WHOSE = 'whose';

export const whose = (): Promise<string | undefined> => kept<string>(WHOSE).catch(() => undefined);

export const becomes = (person: string): Promise<void> => keep(WHOSE, person);

/** False when somebody else has signed in on this device meanwhile, at another tab. */
export async function isWhose(person: string): Promise<boolean> {
  const now = await whose();
  return now === undefined || now === person;
}
