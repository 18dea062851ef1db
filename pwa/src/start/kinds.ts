/** What a group does when it starts: each of these fills its step with a screen of its own. */
import type { Kind } from '../api/wire.ts';

export const SCREENS = {
  explanation: () => import('./Explain.svelte'),
  expectation: () => import('../group/ExpectationList.svelte'),
  agreement: () => import('./Agree.svelte'),
  relation: () => import('../group/RelationList.svelte'),
  arrangement: () => import('./Arrange.svelte'),
};

export type StartKind = keyof typeof SCREENS;

export const ALONE: ReadonlySet<Kind> = new Set(Object.keys(SCREENS) as StartKind[]);

export const isStart = (kind: string): kind is StartKind => kind in SCREENS;
