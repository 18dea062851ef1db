/** Where somebody wanted to be when they were asked to sign in. */

import { inTab } from '../store/slips.ts';

const NAME = 'kring-way-back';

export const rememberWay = (path: string): void => inTab.write(NAME, path);

/** The place to go to after signing in, if any was remembered in this tab. */
export const way = (): string | undefined => inTab.read(NAME) ?? undefined;

/** The same, told once. */
export function wayBack(): string | undefined {
  const path = way();
  inTab.write(NAME, null);
  return path;
}
