/** The ways in which advice may be given, from none to a full round. */
import type { AdviceMode } from '../api/wire.ts';
import { t } from '../text/text.svelte.ts';

const RISING: AdviceMode[] = ['none', 'on_request', 'written', 'round'];

export const modeName = (mode: AdviceMode): string =>
  ({
    none: t('mode.none'),
    on_request: t('mode.on_request'),
    written: t('mode.written'),
    round: t('mode.round'),
  })[mode];

/** The modes up to this one, the fullest first; a contributor may choose less, never more. */
export function upTo(mode: AdviceMode): { value: AdviceMode; label: string }[] {
  const allowed = RISING.slice(0, RISING.indexOf(mode) + 1).reverse();
  return allowed.map((value) => ({ value, label: modeName(value) }));
}
