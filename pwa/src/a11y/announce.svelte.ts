/** One polite voice for screen readers: what changed, said once, never a stream of everything. */

let message = $state('');
let last = '';

export const announced = (): string => message;

/** Says something; the same words again are said again. */
export function announce(words: string): void {
  last = last === words ? `${words}\u00a0` : words;
  message = last;
}
