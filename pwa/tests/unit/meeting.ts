/** A small meeting to tell stories with: people, a method of three steps, and events with versions. */
import type { Kind, Method, Step } from '../../src/api/wire.ts';
import type { WireEvent } from '../../src/log/event.ts';
import { fold } from '../../src/log/fold.ts';
import { emptyView, type SessionView } from '../../src/log/view.ts';

export const ANNA = 'anna';
export const BRAM = 'bram';
export const CARLA = 'carla';
export const GUIDE = 'guide';

const step = (
  key: string,
  kinds: Kind[],
  turns: Step['turns'],
  speakers: Step['speakers'] = ['everyone'],
): Step => ({
  key,
  title: { nl: key, en: key },
  purpose: { nl: key, en: key },
  speakers,
  turns,
  stance: 'takes_part',
  kinds,
  minutes: 5,
  tip: { nl: key, en: key },
});

const BOTH = { nl: 'klein', en: 'small' };

export const METHOD: Method = {
  key: 'small',
  version: 1,
  when: BOTH,
  avoid: BOTH,
  size_min: 3,
  size_max: 8,
  advice_mode: 'round',
  names: BOTH,
  steps: [
    step('follow-up', ['follow_up', 'feedback'], ['free']),
    step('collect', ['proposal'], ['round']),
    step('choose', ['vote'], ['free']),
    step('ask', ['question', 'answer', 'observation'], ['round'], ['members']),
    step('advise', ['advice'], ['round'], ['members']),
    step('out', ['insight', 'check_out'], ['round']),
  ],
};

export type Bare = WireEvent extends infer E
  ? E extends WireEvent
    ? Omit<E, 'version' | 'at'> & { at?: string }
    : never
  : never;

/** Gives events their versions, from the one after `since`, a minute apart. */
export function numbered(events: Bare[], since = 0): WireEvent[] {
  return events.map((event, index) => ({
    at: new Date(Date.UTC(2026, 0, 1, 14, since + index)).toISOString(),
    ...event,
    version: since + index + 1,
  }));
}

export const opened = (openActions: { action: string; contributor: string }[] = []): Bare => ({
  type: 'session_opened',
  group: 'group',
  method: METHOD,
  advice_mode: 'round',
  facilitation: 'external',
  facilitators: [GUIDE],
  members: [ANNA, BRAM, CARLA],
  open_actions: openActions.map((each) => ({ case: 'old', session: 'before', ...each })),
  by: GUIDE,
});

export const everybodyHere: Bare[] = [ANNA, BRAM, CARLA, GUIDE].map((person) => ({
  type: 'participant_arrived',
  person: person,
}));

export const starts = (index: number, endsAt = '2026-01-01T15:00:00.000Z'): Bare => ({
  type: 'step_started',
  step: index,
  by: GUIDE,
  ends_at: endsAt,
});

export const proposed = (id: string, by: string): Bare => ({
  type: 'case_proposed',
  id,
  by,
  step: 1,
  kind: 'bottleneck',
  title: `${id} title`,
  question: `${id} question`,
  influence: null,
});

/** A first case is chosen from three, discussed, and the group is back at choosing. */
export const afterOneCase: Bare[] = [
  opened(),
  starts(1),
  proposed('a', ANNA),
  proposed('b', BRAM),
  proposed('c', CARLA),
  { type: 'case_chosen', case: 'b', contributor: BRAM, advice_mode: 'round' },
  starts(2),
];

/** The view that one person has after these events. */
export const viewOf = (events: Bare[], me = ANNA): SessionView =>
  fold(emptyView('session'), numbered(events), me);
