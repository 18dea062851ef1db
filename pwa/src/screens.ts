/** Screens that are fetched later: the meeting itself before it is asked for, the others then. */

import type { Component } from 'svelte';
import type { GroupPart } from './router.svelte.ts';
import type { StartKind } from './start/kinds.ts';
import { learn } from './text/text.svelte.ts';

export const loadSession = () => import('./session/Session.svelte');

/** Sheets within a meeting. Asked for here, because this file has the first styles. */
export const loadReword = () => import('./session/Reword.svelte');

/** The pages behind a group's own. */
export const GROUP_PARTS = {
  agreement: () => import('./group/Agreement.svelte'),
  arrangement: () => import('./group/Arrangement.svelte'),
  belonging: () => import('./group/Belonging.svelte'),
  expectations: () => import('./group/Expectations.svelte'),
  relations: () => import('./group/Relations.svelte'),
  rules: () => import('./group/Rules.svelte'),
};

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

export const isGroupPart = (name: string): name is GroupPart => name in GROUP_PARTS;

/** Fetches the meeting's screen when there is nothing better to do. */
export function warmUp(): void {
  const fetchIt = () => void Promise.all([loadSession(), learn('meeting')]).catch(() => undefined);
  if ('requestIdleCallback' in globalThis) requestIdleCallback(fetchIt);
  else setTimeout(fetchIt, 1500);
}
