/** Screens that are fetched later: the meeting itself before it is asked for, the others then. */

import type { Component } from 'svelte';
import { calm } from './calm.ts';
import type { GroupPart } from './router.svelte.ts';
import type { StartKind } from './start/kinds.ts';
import { learn, type Part } from './text/text.svelte.ts';

/** What follows on joining: fetched while somebody types their name. */
export const loadWelcome = () => import('./join/Welcome.svelte');

/** What watches for a new version and for notifications: nobody waits for it. */
export const loadUpdate = () => calm.then(() => import('./update/Update.svelte'));

export const loadSession = () => import('./session/Session.svelte');

/** What comes with a field, a step or a sheet when it is needed. Asked for here, because this file has the first styles. */
export const loadCareful = () => import('./privacy/Careful.svelte');
export const loadSparks = () => import('./session/Sparks.svelte');
export const loadReword = () => import('./session/Reword.svelte');

/** What only some methods need. */
export const loadMethod = () => import('./parts/parts.ts');

/** How and of what people are reminded, in one piece. Asked for here, because this file has the first styles. */
export const loadRemind = () => import('./remind/Remind.svelte');

/** Inviting the people of a list. Asked for here, because this file has the first styles. */
export const loadInviteList = () => import('./group/InviteList.svelte');

/** The pages behind a group's own. */
export const GROUP_PARTS = {
  agreement: () => import('./group/Agreement.svelte'),
  arrangement: () => import('./group/Arrangement.svelte'),
  belonging: () => import('./group/Belonging.svelte'),
  expectations: () => import('./group/Expectations.svelte'),
  relations: () => import('./group/Relations.svelte'),
  reminders: loadRemind,
  rules: () => import('./group/Rules.svelte'),
};

/** What a phone says in private about a question that is being written. */
export const QUESTION_HINT = () => import('./craft/QuestionHint.svelte');

/** My own questions, and whether I want help with them. */
export const MY_QUESTIONS = () => import('./craft/MyQuestions.svelte');

/** What a group wants of the help with questions. */
export const GROUP_HELP = () => import('./craft/GroupHelp.svelte');

/** How the meeting was, in a tap. */
export const PULSE = () => import('./session/Pulse.svelte');

/** What kinds of questions a group asked together. */
export const QUESTION_TOTALS = () => import('./craft/Totals.svelte');

/** What fills a step of the start meeting. Asked for here, because this file has the first styles. */
export const START_SCREENS: Record<
  StartKind,
  () => Promise<{ default: Component<{ group: string }> }>
> = {
  explanation: () => import('./start/Explain.svelte'),
  expectation: () => import('./group/ExpectationList.svelte'),
  agreement: () => import('./start/Agree.svelte'),
  relation: () => import('./group/RelationList.svelte'),
  arrangement: () => import('./start/Arrange.svelte'),
};

/** Extras within a meeting. Asked for here, because this file has the first styles. */
export const MEETING_EXTRAS = {
  cards: () => import('./session/CardPick.svelte'),
  ready: () => import('./session/Readiness.svelte'),
  scribe: () => import('./session/Scribe.svelte'),
};

/** Writing methods, and help with choosing one. Asked for here for the same reason, and in one piece. */
export const loadMethods = () => import('./method/MethodScreens.svelte');

/** Screens that take their address apart themselves: writing methods; who was there, certificates, checking one; how the house does. */
export const PATHS = {
  methods: { load: loadMethods, texts: ['method', 'group'] as Part[] },
  proof: {
    load: () => import('./proof/ProofScreens.svelte'),
    texts: ['proof', 'group'] as Part[],
  },
  operator: {
    load: () => import('./operator/Operator.svelte'),
    texts: 'operator' as Part,
  },
};

export const isGroupPart = (name: string): name is GroupPart => name in GROUP_PARTS;

/** Fetches what comes after joining, and the meeting's screen, when there is nothing better to do. */
export async function warmUp(): Promise<void> {
  await calm;
  await Promise.all([loadWelcome(), loadSession(), learn('meeting')]).catch(() => undefined);
}
