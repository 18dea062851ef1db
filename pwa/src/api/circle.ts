/** What the API tells of how a group was arranged and agreed. */
import type { AdviceMode, Facilitation, Group, RuleView } from './wire.ts';

export interface Rhythm {
  weeks: number;
  minutes: number;
}

export interface Retention {
  days_after_follow_up: number;
  days_after_session: number;
}

export interface Size {
  smallest: number;
  largest: number;
}

/** How a group meets: what it was formed with, or arranged since. */
export interface Arrangement {
  rhythm: Rhythm | null;
  method: string;
  advice_mode: AdviceMode;
  facilitation: Facilitation;
  size: Size;
}

export type Relation = 'none' | 'manages' | 'managed_by' | 'appraises' | 'appraised_by' | 'close';

export interface Agreement {
  group: Group;
  rules: RuleView[];
}
