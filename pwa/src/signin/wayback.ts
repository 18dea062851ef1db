/** Where somebody wanted to be when they were asked to sign in. */

const NAME = 'kring-way-back';

export const rememberWay = (path: string): void => sessionStorage.setItem(NAME, path);

/** The place to go to after signing in, if any was remembered in this tab. */
export const way = (): string | undefined => sessionStorage.getItem(NAME) ?? undefined;

/** The same, told once. */
export function wayBack(): string | undefined {
  const path = way();
  sessionStorage.removeItem(NAME);
  return path;
}
