/** Advice that somebody thought of too early: kept on this device, and there when the round of advice begins. */
import type { SessionView } from '../log/view.ts';
import { stepNow } from '../log/view.ts';
import { drop, keep, kept } from '../store/kept.ts';

interface Written extends Record<string, string> {
  text: string;
}

/** The draft of the bar for advice on a case; its name is the one that the bar looks under. */
const nameOf = (session: string, about: string) => `draft ${session} advice ${about}`;

/** Whether a round of advice is still to come. */
export const adviceComes = (view: SessionView): boolean =>
  view.chosen !== null &&
  view.adviceMode !== 'none' &&
  (view.method?.steps.slice(stepNow(view)).some(({ kinds }) => kinds.includes('advice')) ?? false);

/** Adds a text to the advice that waits, and answers how to take it out again. */
export async function keepForLater(
  session: string,
  about: string,
  text: string,
): Promise<() => Promise<void>> {
  const name = nameOf(session, about);
  const before = (await kept<Written>(name))?.text ?? '';
  await keep(name, { text: [before, text].filter(Boolean).join('\n\n') });
  return () => (before ? keep(name, { text: before }) : drop(name));
}
