/** What a meeting means for one person: whose turn it is, what they can do, what they already did. */
import type { Kind, Step } from '../api/wire.ts';
import type { Of, SaidType } from '../log/event.ts';
import { START_KINDS } from '../start/kinds.ts';
import { stepNow, type Entry, type SessionView } from '../log/view.ts';
import { maySay, stepOf } from './speaking.ts';
import { isShort, REPLIES, SHORT, type ShortKind } from './taskforms.ts';

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
  said(view, ...types).filter((entry) => isNow(view, entry));

/** Whether something is about the case of the meeting now, or about none. */
const isNow = (view: SessionView, entry: Entry): boolean =>
  !('case' in entry) || !entry.case || entry.case === view.chosen?.case;

export const currentKinds = (view: SessionView): Kind[] =>
  view.method?.steps[stepNow(view)]?.kinds ?? [];

const stepsHave = (view: SessionView, ...kinds: Kind[]): boolean =>
  view.method?.steps.some((step) => kinds.some((kind) => step.kinds.includes(kind))) ?? true;

/** What a method has no step for is open from the opening of the meeting. The server decides in the same way. */
export const isFree = (
  view: SessionView,
  kind: 'follow_up' | 'feedback' | 'proposal' | 'vote',
): boolean => !stepsHave(view, kind) && stepsHave(view, ...ABOUT_THE_CASE);

/** Whether the group can choose a case now: in the step for it, or without one until there is a case. */
export const choosesNow = (view: SessionView): boolean =>
  currentKinds(view).includes('vote') || (isFree(view, 'vote') && !view.chosen);

/** Whether a step cannot begin before there is a case. */
export const needsCase = (step: Step | undefined): boolean =>
  step?.kinds.some((kind) => ABOUT_THE_CASE.has(kind)) ?? false;

/** Whether something belongs to a step that is not the present one, so that it may step back. */
export const isEarlier = (view: SessionView, ...kinds: Kind[]): boolean =>
  !kinds.some((kind) => currentKinds(view).includes(kind));

/** Whether something that was said here is still on its way; only one's own ever waits. */
export const arriving = (...lists: Entry[][]): boolean =>
  lists.some((list) => list.some(({ waiting }) => waiting));

/** The kind of something that was said, where kinds can go round. */
const kindOf = (entry: Entry): Kind | undefined =>
  entry.type === 'thought_shared'
    ? entry.kind
    : entry.type === 'nothing_proposed'
      ? 'proposal'
      : ROUND_KINDS.get(entry.type);
const ROUND_KINDS = new Map<SaidType, Kind>([
  ['case_proposed', 'proposal'],
  ...(Object.entries(SHORT) as [ShortKind, SaidType][])
    .filter(([kind]) => !REPLIES.has(kind))
    .map(([kind, type]) => [type, kind] as const),
]);
/** What goes round before anything else that a step has. */
const FIRST = new Set<Kind>(['check_in', 'proposal', 'question', 'advice', 'check_out']);
const ONCE = new Set<Kind>(['check_in', 'proposal', 'insight', 'evaluation', 'check_out']);

/** The kind that goes round in this step, if one does; who writes in silence is nobody's turn. */
const roundKind = (view: SessionView): Kind | undefined => {
  const step = stepOf(view);
  if (!step?.turns.includes('round') || step.turns.includes('silent')) return undefined;
  const goes = (kind: Kind) => kind === 'proposal' || (isShort(kind) && !REPLIES.has(kind));
  return step.kinds.find((kind) => FIRST.has(kind)) ?? step.kinds.find(goes);
};

const counted = new WeakMap<SessionView, Map<string, number>>();

/** How often each person has spoken (or passed) in the round of the running step; counted once for each state of a meeting. */
export function wordsInRound(view: SessionView): Map<string, number> {
  const known = counted.get(view) ?? countWords(view);
  counted.set(view, known);
  return known;
}

function countWords(view: SessionView): Map<string, number> {
  const kind = roundKind(view);
  const peers = circle(view).filter((person) => !kind || maySay(view, person, kind));
  const count = new Map(peers.map((person) => [person, 0]));
  const step = stepNow(view);
  for (const entry of view.entries) {
    const before = count.get(entry.by);
    const counts = entry.type === 'turn_passed' || (kind !== undefined && kindOf(entry) === kind);
    const stands = !entry.withdrawn && !entry.gone && isNow(view, entry);
    if (counts && stands && entry.step === step && before !== undefined)
      count.set(entry.by, before + 1);
  }
  return count;
}

/** Whose turn it is: the first in the order with the fewest words; nobody when all have spoken once and once is enough. */
export function turn(view: SessionView): string | null {
  const kind = roundKind(view);
  if (!kind || (ABOUT_THE_CASE.has(kind) && !view.chosen)) return null;
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

/** Whether the contributor is asked now if advice is wanted: from the last step before it, until it is over. */
export function asksForAdvice(view: SessionView): boolean {
  const steps = view.method?.steps ?? [];
  const gate = steps.findIndex(({ kinds }) => kinds.includes('advice'));
  const step = stepNow(view);
  return view.adviceMode === 'on_request' && gate >= 0 && step >= gate - 1 && step <= gate;
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

/** Whether a report was shown for somebody who was not there when it was. */
export function isInWriting(view: SessionView, report: Entry): boolean {
  if (!('version' in report) || report.waiting) return false;
  const last = view.moves.findLast(
    (move) =>
      (move.type === 'participant_arrived' || move.type === 'participant_left') &&
      move.person === report.by &&
      move.version < report.version,
  );
  return last?.type !== 'participant_arrived';
}

/** How an action goes on after its report, if it does. */
export const goesOn = (view: SessionView, action: string) =>
  said(view, 'action_carried_on').findLast((entry) => entry.action === action);

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

/** Whether I said it in this step: another step that asks for it asks anew. */
const mineHere = (view: SessionView, me: string, step: number, type: SaidType) =>
  saidNow(view, type).some((entry) => entry.by === me && entry.step === step);

const once =
  (kind: Kind, type: SaidType): Offer =>
  (view, me, step) =>
    mineHere(view, me, step, type) ? [] : task(kind, step);

const asSpeaker =
  (kind: Kind): Offer =>
  (view, me, step) =>
    (view.chosen || !ABOUT_THE_CASE.has(kind)) && maySay(view, me, kind) ? task(kind, step) : [];

/** What only the contributor says: where they are to listen it is the others' to do, such as to play a variant. */
const asContributor =
  (kind: Kind, type: SaidType): Offer =>
  (view, me, step) =>
    view.chosen?.contributor === me &&
    stepOf(view)?.stance !== 'listens' &&
    !mineHere(view, me, step, type)
      ? task(kind, step)
      : [];

const propose: Offer = (view, me, step) =>
  awaited(view).length || mine(view, me, 'case_proposed', 'nothing_proposed')
    ? []
    : task('proposal', step);

const report: Offer = (view, me, step) =>
  awaited(view)
    .filter(({ contributor }) => contributor === me)
    .flatMap(({ action }) => task('follow_up', step, action));

const respond: Offer = (view, me, step) =>
  currentKinds(view).includes('follow_up')
    ? said(view, 'follow_up_reported')
        .filter((entry) => entry.by !== me)
        .slice(-1)
        .flatMap((entry) => task('feedback', step, entry.id))
    : view.chosen && maySay(view, me, 'feedback')
      ? task('feedback', step)
      : [];

const answer: Offer = (view, me, step) =>
  maySay(view, me, 'answer')
    ? unanswered(view)
        .filter((entry) => entry.by !== me)
        .flatMap((entry) => task('answer', step, entry.id))
        .slice(0, 1)
    : [];

/** What the contributor can mark: what others asked, thought or advised on the case, and they have read. */
export const markable = (view: SessionView, me: string) =>
  saidNow(view, 'question_asked', 'hypothesis_offered', 'thought_shared', 'advice_given').filter(
    (entry) => entry.by !== me,
  );

const rate: Offer = (view, me, step) =>
  view.chosen?.contributor === me && markable(view, me).length ? task('rating', step) : [];

const advise: Offer = (view, me, step) =>
  view.adviceMode === 'none' ||
  view.chosen?.contributor === me ||
  (view.adviceMode === 'on_request' && !view.wishesAdvice)
    ? []
    : asSpeaker('advice')(view, me, step);

const evaluate: Offer = (view, me, step) =>
  saidNow(view, 'thought_shared').some(
    (entry) => entry.by === me && entry.kind === 'evaluation' && entry.step === step,
  )
    ? []
    : task('evaluation', step);

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
  question: asSpeaker('question'),
  answer,
  hypothesis: asSpeaker('hypothesis'),
  observation: asSpeaker('observation'),
  reflection: asSpeaker('reflection'),
  association: asSpeaker('association'),
  reformulation: asSpeaker('reformulation'),
  position: asSpeaker('position'),
  argument: asSpeaker('argument'),
  rating: rate,
  note: always('note'),
  evaluation: evaluate,
  advice: advise,
  takeaway: asContributor('takeaway', 'takeaway_stated'),
  action: asContributor('action', 'action_committed'),
  insight: once('insight', 'insight_noted'),
  check_out: once('check_out', 'checked_out'),
  ...Object.fromEntries(START_KINDS.map((kind) => [kind, always(kind)])),
};

const ABOUT_THE_CASE = new Set<Kind>([
  'description',
  'question',
  'answer',
  'rating',
  'hypothesis',
  'observation',
  'reflection',
  'association',
  'reformulation',
  'advice',
  'takeaway',
  'action',
]);
/** What is about the case when there is one. */
const ABOUT_IT_IF_ANY = new Set<Kind>(['position', 'argument', 'evaluation']);

const onTheCase = (view: SessionView, each: Task): Task =>
  view.chosen &&
  each.kind !== 'consent' &&
  (ABOUT_THE_CASE.has(each.kind) ||
    ABOUT_IT_IF_ANY.has(each.kind) ||
    (each.kind === 'feedback' && !each.about))
    ? { ...each, case: view.chosen.case }
    : each;

/** A choice that is open without a step for it: it comes before anything else. */
const choice = (view: SessionView): Kind[] =>
  isFree(view, 'vote') && !view.chosen && (view.choice ?? view.offered) ? ['vote'] : [];

/** What is asked for now without a step for it: a report, feedback on it, and a case while there is none. */
const freeKinds = (view: SessionView): Kind[] => [
  ...(isFree(view, 'follow_up') ? (['follow_up'] as const) : []),
  ...(isFree(view, 'feedback') && currentKinds(view).includes('follow_up')
    ? (['feedback'] as const)
    : []),
  ...(isFree(view, 'proposal') && !view.chosen ? (['proposal'] as const) : []),
];

/** What this person can do now, the most important first. Empty for who only guides, watches or is not present. */
export function tasks(view: SessionView, me: string): Task[] {
  const step = stepNow(view);
  if (view.closedAt || !circle(view).includes(me)) return [];
  const offered = view.entries.find((entry) => entry.id === view.offered);
  if (offered?.by === me) return task('consent', step, offered.id);
  return [...choice(view), ...currentKinds(view), ...freeKinds(view)]
    .flatMap((kind) => OFFERS[kind]?.(view, me, Math.max(step, 0)) ?? [])
    .map((each) => onTheCase(view, each));
}
