/** What the page shows before the app runs: it stays until the first screen stands, so that nothing flickers. */

let taken: Element | undefined;

/** Takes the place over; what stood in it is kept for a screen that has yet to come. */
export function takeOver(place: Element): void {
  taken = place.querySelector('.shell') ?? undefined;
  place.replaceChildren();
}

export const shell = (): Element | undefined => taken;

/** Whether the page shows already what a device is shown that nobody has used. */
export const beganAsStranger = (): boolean => document.documentElement.dataset.first === 'home';
