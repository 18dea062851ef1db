/** The parts that a method names, and what they are called. */
import type { NamedRole } from '../log/event.ts';
import type { SessionView } from '../log/view.ts';
import { t } from '../text/text.svelte.ts';

const ROLES: NamedRole[] = ['consultant', 'coach', 'observers'];

/** The parts that the steps of this method are for. */
export const rolesOf = (view: SessionView): NamedRole[] =>
  ROLES.filter((role) => view.method?.steps.some(({ speakers }) => speakers.includes(role)));

export const roleName = (role: NamedRole): string => t(`roles.${role}`);
