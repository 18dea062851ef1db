/** What a scribe may write down now, for whom, and how it goes into the outbox. */
import { makeId } from '../api/identity.ts';
import type { SaidType, Utterance } from '../log/event.ts';
import type { SessionView } from '../log/view.ts';
import { stepNow } from '../log/view.ts';
import { outbox } from '../outbox/outbox.svelte.ts';
import { circle, currentKinds } from '../session/reading.ts';

export const NOTES = {
  question: 'question_asked',
  answer: 'question_answered',
  hypothesis: 'hypothesis_offered',
  observation: 'observation_shared',
  reflection: 'reflection_shared',
  advice: 'advice_given',
} as const satisfies Record<string, SaidType>;

export type NoteKind = keyof typeof NOTES;

/** The kinds that the running step takes, where all may read them at once. */
export function notable(view: SessionView): NoteKind[] {
  const step = view.method?.steps[stepNow(view)];
  if (!view.chosen || !step || (step.visibility ?? 'live') !== 'live') return [];
  const kinds: string[] = currentKinds(view);
  return (Object.keys(NOTES) as NoteKind[]).filter(
    (kind) => kinds.includes(kind) && !(kind === 'advice' && view.adviceMode === 'none'),
  );
}

/** Who can have said something of a kind: a scribe notes for others only. */
export function sayers(view: SessionView, kind: NoteKind, scribe: string): string[] {
  const contributor = view.chosen?.contributor;
  return circle(view).filter(
    (person) =>
      person !== scribe &&
      (kind === 'observation' || (kind === 'answer') === (person === contributor)),
  );
}

interface Note {
  kind: NoteKind;
  saidBy: string;
  text: string;
  question?: string | undefined;
}

/** Puts a note into the outbox; resolves when the device has stored it. */
export async function noteFor(view: SessionView, scribe: string, note: Note): Promise<void> {
  const id = makeId();
  const step = stepNow(view);
  const about = { step, text: note.text.trim(), case: view.chosen?.case };
  const reply = note.kind === 'answer' ? { question: note.question } : {};
  const shows = {
    type: NOTES[note.kind],
    id,
    by: note.saidBy,
    notedBy: scribe,
    ...about,
    ...reply,
  } as unknown as Utterance;
  await outbox.enqueue({
    id,
    scope: view.session,
    method: 'PUT',
    path: `/sessions/${view.session}/notes/${id}`,
    body: { ...about, ...reply, said_by: note.saidBy, kind: note.kind },
    shows,
  });
}
