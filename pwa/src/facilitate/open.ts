/** Which sheet of the cockpit is open. */
export type Open =
  | { sheet: 'situations'; first: string }
  | { sheet: 'cards' | 'park' | 'keys' | 'duties' | 'note' | 'join' }
  | undefined;
