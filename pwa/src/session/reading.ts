/** What a meeting means for one person: whose turn it is, what they can do, what they already did. */
import type { Kind } from '../api/wire.ts';
import type { Of, SaidType } from '../log/event.ts';
import { START_KINDS } from '../start/kinds.ts';
import { stepNow, type Entry, type SessionView } from '../log/view.ts';

const DEDICATED = new Set(['external', 'internal_dedicated']);

/** A dedicated facilitator guides and has no say in the content (S003). */
export const isDedicated = (view: SessionView, person: string): boolean =>
  DEDICATED.has(view.facilitation) && view.facilitators.includes(person);

/** Who sits in the circle with a say, in turn order. */
export function circle(view: SessionView): string[] {
  const speakers = view.present.filter(
    (person) => !isDedicated(view, person) && !view.observers.includes(person),
  );
  const ordered = view.order.filter((person) => speakers.includes(person));
  return [...ordered, ...speakers.filter((person) => !ordered.includes(person))];
}

export const said = <T extends SaidType>(view: SessionView, ...types: T[]): (Entry & Of<T>)[] =>
  view.entries.filter(
    (entry): entry is Entry & Of<T> =>
      !entry.withdrawn && !entry.gone && (types as SaidType[]).includes(entry.type),
  );

/** What was said about the case of the meeting now; what has no case counts too. */
export const saidNow = <T extends SaidType>(view: SessionView, ...types: T[]): (Entry & Of<T>)[] =>
  said(view, ...types).filter(
    (entry) => !('case' in entry) || !entry.case || entry.case === view.chosen?.case,
  );

export const currentKinds = (view: SessionView): Kind[] =>
  view.method?.steps[stepNow(view)]?.kinds ?? [];

/** Whether something belongs to a step that is not the present one, so that it may step back. */
export const isEarlier = (view: SessionView, ...kinds: Kind[]): boolean =>
  !kinds.some((kind) => currentKinds(view).includes(kind));

const TURN_KINDS: Partial<Record<Kind, SaidType[]>> = {
  check_in: ['checked_in'],
  proposal: ['case_proposed', 'nothing_proposed'],
  question: ['question_asked'],
  advice: ['advice_given'],
  check_out: ['checked_out'],
};
const ONCE = new Set<Kind>(['check_in', 'proposal', 'check_out']);
const PEERS_ONLY = new Set<Kind>(['question', 'advice']);

/** The kind that goes round in this step, if one does. */
const roundKind = (view: SessionView): Kind | undefined => {
  const step = view.method?.steps[stepNow(view)];
  if (!step?.turns.includes('round')) return undefined;
  return step.kinds.find((kind) => kind in TURN_KINDS);
};

/** How often each person has spoken (or passed) in the round of the running step. */
export function wordsInRound(view: SessionView): Map<string, number> {
  const kind = roundKind(view);
  const types = (kind && TURN_KINDS[kind]) ?? [];
  const peers = circle(view).filter(
    (person) => !(kind && PEERS_ONLY.has(kind)) || person !== view.chosen?.contributor,
  );
  const count = new Map(peers.map((person) => [person, 0]));
  const step = stepNow(view);
  for (const entry of saidNow(view, 'turn_passed', ...types)) {
    const before = count.get(entry.by);
    if (entry.step === step && before !== undefined) count.set(entry.by, before + 1);
  }
  return count;
}

/** Whose turn it is: the first in the order with the fewest words; nobody when all have spoken once and once is enough. */
export function turn(view: SessionView): string | null {
  const kind = roundKind(view);
  if (!kind || (PEERS_ONLY.has(kind) && !view.chosen)) return null;
  const count = wordsInRound(view);
  const fewest = Math.min(...count.values());
  if (ONCE.has(kind) && fewest > 0) return null;
  return [...count].find(([, words]) => words === fewest)?.[0] ?? null;
}

/** What waits for this person and nobody else: their turn, a question to answer, or a yes to give; null when nothing does. */
export function calledUpon(view: SessionView, me: string): string | null {
  if (view.closedAt || !circle(view).includes(me)) return null;
  if (view.entries.some(({ id, by }) => id === view.offered && by === me))
    return `consent ${view.offered ?? ''}`;
  if (view.chosen?.contributor === me && currentKinds(view).includes('answer')) {
    const first = unanswered(view)[0];
    if (first) return `question ${first.id}`;
  }
  if (turn(view) !== me) return null;
  return `turn ${stepNow(view)} ${view.runs.length} ${wordsInRound(view).get(me) ?? 0}`;
}

/** Questions that the contributor has not answered. */
export function unanswered(view: SessionView): (Entry & Of<'question_asked'>)[] {
  const answers = new Set(saidNow(view, 'question_answered').map((entry) => entry.question));
  return saidNow(view, 'question_asked').filter((entry) => !answers.has(entry.id));
}

/** Actions of earlier cases whose report is still awaited and was not skipped. */
export function awaited(view: SessionView): SessionView['openActions'] {
  const reported = new Set(said(view, 'follow_up_reported').map((entry) => entry.action));
  return view.openActions.filter(
    ({ action }) => !reported.has(action) && !view.skipped.includes(action),
  );
}

/** One thing that a person can do now. `about` names what it answers to, `case` the case it is about. */
export interface Task {
  kind: Kind | 'consent';
  step: number;
  about?: string;
  case?: string;
}

type Offer = (view: SessionView, me: string, step: number) => Task[];

const mine = (view: SessionView, me: string, ...types: SaidType[]) =>
  saidNow(view, ...types).some((entry) => entry.by === me);

const task = (kind: Task['kind'], step: number, about?: string): Task[] => [
  about === undefined ? { kind, step } : { kind, step, about },
];

const once =
  (kind: Kind, type: SaidType): Offer =>
  (view, me, step) =>
    mine(view, me, type) ? [] : task(kind, step);

const asPeer =
  (kind: Kind): Offer =>
  (view, me, step) =>
    view.chosen && view.chosen.contributor !== me ? task(kind, step) : [];

const asContributor =
  (kind: Kind, type?: SaidType): Offer =>
  (view, me, step) =>
    view.chosen?.contributor === me && !(type && mine(view, me, type)) ? task(kind, step) : [];

const propose: Offer = (view, me, step) =>
  awaited(view).length || mine(view, me, 'case_proposed', 'nothing_proposed')
    ? []
    : task('proposal', step);

const report: Offer = (view, me, step) =>
  awaited(view)
    .filter(({ contributor }) => contributor === me)
    .flatMap(({ action }) => task('follow_up', step, action));

const respond: Offer = (view, me, step) =>
  said(view, 'follow_up_reported')
    .filter((entry) => entry.by !== me)
    .slice(-1)
    .flatMap((entry) => task('feedback', step, entry.id));

const answer: Offer = (view, me, step) =>
  view.chosen?.contributor === me
    ? unanswered(view)
        .flatMap((entry) => task('answer', step, entry.id))
        .slice(0, 1)
    : [];

const advise: Offer = (view, me, step) =>
  view.adviceMode === 'none' ? [] : asPeer('advice')(view, me, step);

const vote: Offer = (_view, _me, step) => task('vote', step);

const always =
  (kind: Kind): Offer =>
  (_view, _me, step) =>
    task(kind, step);

const OFFERS: Partial<Record<Kind, Offer>> = {
  check_in: once('check_in', 'checked_in'),
  follow_up: report,
  feedback: respond,
  proposal: propose,
  vote,
  description: asContributor('description', 'case_described'),
  question: asPeer('question'),
  answer,
  hypothesis: asPeer('hypothesis'),
  observation: asPeer('observation'),
  reflection: asPeer('reflection'),
  advice: advise,
  takeaway: asContributor('takeaway', 'takeaway_stated'),
  action: asContributor('action', 'action_committed'),
  insight: once('insight', 'insight_noted'),
  check_out: once('check_out', 'checked_out'),
  ...Object.fromEntries(START_KINDS.map((kind) => [kind, always(kind)])),
};

const ABOUT_THE_CASE = new Set<Task['kind']>([
  'description',
  'question',
  'answer',
  'hypothesis',
  'observation',
  'reflection',
  'advice',
  'takeaway',
  'action',
]);

const onTheCase = (view: SessionView, each: Task): Task =>
  view.chosen && ABOUT_THE_CASE.has(each.kind) ? { ...each, case: view.chosen.case } : each;

/** What this person can do now, the most important first. Empty for who only guides, watches or is not present. */
export function tasks(view: SessionView, me: string): Task[] {
  const step = stepNow(view);
  if (view.closedAt || !circle(view).includes(me)) return [];
  const offered = view.entries.find((entry) => entry.id === view.offered);
  if (offered?.by === me) return task('consent', step, offered.id);
  return currentKinds(view)
    .flatMap((kind) => OFFERS[kind]?.(view, me, step) ?? [])
    .map((each) => onTheCase(view, each));
}
