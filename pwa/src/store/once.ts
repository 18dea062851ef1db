/** Ids that a tab keeps until what they stand for has happened: a repeated call makes nothing twice. */

import { inTab } from './slips.ts';

const nameOf = (purpose: string) => `kring-once ${purpose}`;

/** The id for a purpose (a link, a form): random, and the same until {@link done} is told. */
export function once(purpose: string): string {
  const name = nameOf(purpose);
  const known = inTab.read(name);
  if (known) return known;
  const made = crypto.randomUUID();
  inTab.write(name, made);
  return made;
}

/** It has happened: the next one at this tab is another, perhaps for somebody else. */
export function done(...purposes: string[]): void {
  for (const purpose of purposes) inTab.write(nameOf(purpose), null);
}
