/** Why somebody's times were wrong, in words. */
import { t } from '../text/text.svelte.ts';

export const MISTAKES = {
  told_late: () => t('mistake.toldLate'),
  forgot_to_leave: () => t('mistake.forgotToLeave'),
  device_went_away: () => t('mistake.deviceWentAway'),
  was_not_there: () => t('mistake.wasNotThere'),
  noted_wrong: () => t('mistake.notedWrong'),
};

export type Mistake = keyof typeof MISTAKES;
