/** The marks that a contributor can give, and what they are called. */
import type { Mark } from '../api/wire.ts';
import { t } from '../text/text.svelte.ts';

export const MARKS: Mark[] = ['warm', 'maybe', 'not_now'];

export const markName = (mark: Mark): string => t(`marks.${mark}`);
