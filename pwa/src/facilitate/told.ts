/** What a move was, in words, so that nobody takes back the wrong one. */
import type { SessionView } from '../log/view.ts';
import { t, words } from '../text/text.svelte.ts';
import type { WayBack } from './undoing.ts';

const MINUTE = 60;
const DAY = 24 * 3600;

/** Says what would be taken back. */
export function told({ what }: WayBack, view: SessionView): string {
  switch (what.type) {
    case 'step_started':
      return t('undo.step_started', { title: words(view.method?.steps[what.step]?.title) });
    case 'step_extended': {
      if (what.seconds === DAY) return t('guide.addedDay');
      const n = Math.round(Math.abs(what.seconds) / MINUTE);
      return what.seconds < 0 ? t('undo.step_shortened', { n }) : t('undo.step_extended', { n });
    }
    case 'session_paused':
      return t('undo.session_paused');
    case 'turn_order_set':
      return t('undo.turn_order_set');
    case 'duty_given':
      return t('undo.duty_given');
    case 'follow_up_skipped':
      return t('undo.follow_up_skipped');
    case 'choice_opened':
      return t('undo.choice_opened');
    case 'case_offered':
      return t('undo.case_offered');
    case 'case_chosen':
      return t('undo.case_chosen');
    case 'session_closed':
      return t('undo.session_closed');
  }
}
