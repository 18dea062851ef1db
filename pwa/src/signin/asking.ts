/** Which address this device asked a code for: kept sealed until the code is used or too old. */
import { drop, keep, kept } from '../store/kept.ts';
import { serverTime } from '../clock/clock.svelte.ts';

const NAME = 'sign-in';

export interface Asking {
  address: string;
  expiresAt: string;
  /** Where they wanted to be: the link in the mail may open another tab. */
  way?: string;
}

export const rememberAsking = (asking: Asking): Promise<void> => keep(NAME, asking);
export const forgetAsking = (): Promise<void> => drop(NAME);

/** What was asked here and is still good for a code. */
export async function standingAsking(): Promise<Asking | undefined> {
  const asking = await kept<Asking>(NAME).catch(() => undefined);
  return asking && Date.parse(asking.expiresAt) > serverTime() ? asking : undefined;
}
