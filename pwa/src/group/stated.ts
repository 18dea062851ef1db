/** How many said what they expect: in a group that nobody has joined yet there is nothing to count. */
import { t } from '../text/text.svelte.ts';

export const stated = (n: number, of: number): string =>
  of ? t('expectations.stated', { n, of }) : t('expectations.nobody');
