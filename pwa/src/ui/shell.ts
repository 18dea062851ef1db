/** What the page shows before the app runs: it stays until the first screen stands, so that nothing flickers. */

let taken: Element | undefined;
/** Where the link leads that somebody had reached by keyboard. */
let reached: string | null | undefined;

/** Empties the place; what stood in it is kept for a screen that has yet to come. */
export function setAside(place: Element): void {
  taken = place.querySelector('.shell') ?? undefined;
  reached = document.activeElement?.closest('.shell a')?.getAttribute('href');
  place.replaceChildren();
}

/** Lets whoever had reached a link of the page go on from the same link of the app. */
export function goOnFrom(place: Element): void {
  if (reached) place.querySelector<HTMLElement>(`a[href="${reached}"]`)?.focus();
}

export const shell = (): Element | undefined => taken;

/** Whether the page shows already what a device is shown that nobody has used. */
export const beganAsStranger = (): boolean => document.documentElement.dataset.first === 'home';
