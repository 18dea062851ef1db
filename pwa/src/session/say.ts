/** Puts what a person says into the outbox: one place that knows the path and the look of every contribution. */
import { makeId } from '../api/identity.ts';
import type { SaidType, Utterance } from '../log/event.ts';
import { outbox } from '../outbox/outbox.svelte.ts';

const PLACES: Record<SaidType, string> = {
  checked_in: 'check-ins',
  follow_up_reported: 'follow-ups',
  action_carried_on: 'carried-on',
  feedback_given: 'feedback',
  case_proposed: 'cases',
  nothing_proposed: 'nothing-today',
  case_described: 'descriptions',
  question_asked: 'questions',
  question_answered: 'answers',
  turn_passed: 'passes',
  hypothesis_offered: 'hypotheses',
  observation_shared: 'observations',
  reflection_shared: 'reflections',
  thought_shared: 'thoughts',
  contribution_rated: 'marks',
  note_written: 'own-notes',
  advice_given: 'advice',
  takeaway_stated: 'takeaways',
  action_committed: 'actions',
  insight_noted: 'insights',
  checked_out: 'check-outs',
};

export interface Speaker {
  session: string;
  me: string;
}

/** Trims texts and leaves out what is empty: absent, not an empty string. */
export function tidy(body: Record<string, unknown>): Record<string, unknown> {
  const trimmed = Object.entries(body).map(
    ([name, value]) => [name, typeof value === 'string' ? value.trim() : value] as const,
  );
  return Object.fromEntries(
    trimmed.filter(([, value]) => value !== '' && value !== undefined && value !== null),
  );
}

/** Says something in a step; resolves when the device has stored it, in place of the draft it was. */
export async function say(
  { session, me }: Speaker,
  type: SaidType,
  step: number,
  body: Record<string, unknown> = {},
  draft?: string,
): Promise<string> {
  const id = makeId();
  const words = tidy(body);
  const shows = { type, id, by: me, step, ...words } as Utterance;
  const path = `/sessions/${session}/${PLACES[type]}/${id}`;
  await outbox.enqueue(
    { id, scope: session, method: 'PUT', path, body: { ...words, step }, shows },
    { draft },
  );
  return id;
}

/** Puts something of one's own in other words; an empty text is left out. */
export async function reword(
  { session }: Speaker,
  contribution: string,
  texts: Record<string, string>,
  draft?: string,
): Promise<void> {
  const id = makeId();
  const trimmed = Object.entries(texts).map(([field, text]) => [field, text.trim()] as const);
  await outbox.enqueue(
    {
      id,
      scope: session,
      method: 'PUT',
      path: `/sessions/${session}/corrections/${id}`,
      body: { contribution, texts: Object.fromEntries(trimmed) },
      rewords: {
        contribution,
        wordings: Object.fromEntries(trimmed.map(([field, text]) => [field, text || null])),
      },
    },
    { draft },
  );
}

/** Takes back something of one's own. */
export async function withdraw({ session }: Speaker, contribution: string): Promise<void> {
  const path = `/sessions/${session}/contributions/${contribution}`;
  await outbox.enqueue({ id: makeId(), scope: session, method: 'DELETE', path });
}

/** Chooses a case, without anybody seeing which. */
export async function choose({ session }: Speaker, choice: string, chosen: string): Promise<void> {
  const path = `/sessions/${session}/choice/${choice}/ballot`;
  await outbox.enqueue({
    id: makeId(),
    scope: session,
    method: 'PUT',
    path,
    body: { case: chosen },
  });
}
