/** What a device knows of a meeting: its people, its clock, its choice and what was said. */
import type { AdviceMode, Duty, Facilitation, Method } from '../api/wire.ts';
import type { NamedRole, OpenAction, ProcedureEvent, SaidEvent } from './event.ts';

/** One time that a step ran; `planned` in milliseconds. */
export interface Run {
  step: number;
  startedAt: string;
  endsAt: string | null;
  endedAt: string | null;
}

export interface Choice {
  choice: string;
  cases: string[];
  tally: { case: string; votes: number }[] | null;
  /** Whether a case was chosen since: what stood in it and was not chosen goes back to its owner. */
  settled: boolean;
}

/** Something that was said; `waiting` until the log confirms it, `gone` when its words were erased, `notedBy` who wrote it down. */
export type Entry = SaidEvent & {
  withdrawn?: boolean;
  waiting?: boolean;
  gone?: boolean;
  /** Put in other words since; the first ones are not here any more. */
  corrected?: boolean;
  notedBy?: string;
};

export interface SessionView {
  session: string;
  version: number;
  group: string;
  method: Method | null;
  /** The fullest way of advising that was planned for the meeting. */
  plannedMode: AdviceMode;
  /** The way of advising that holds now: the contributor may have wanted less. */
  adviceMode: AdviceMode;
  facilitation: Facilitation;
  facilitators: string[];
  members: string[];
  openActions: OpenAction[];
  openedAt: string | null;
  closedAt: string | null;
  present: string[];
  /** Who came to watch and learn: present, and without a part in anything. */
  observers: string[];
  order: string[];
  /** Who does what for the procedure. */
  duties: Partial<Record<Duty, string | null>>;
  /** What happened to the procedure, in order: what can be taken back. */
  moves: ProcedureEvent[];
  runs: Run[];
  pausedAt: string | null;
  /** Steps of which everybody was shown what had been written in them, for the present case. */
  revealed: number[];
  /** Seconds of the steps that take another time than the method says, by their index. */
  lengths: Record<number, number>;
  /** Who has which named part. */
  roles: Partial<Record<NamedRole, string[]>>;
  /** Who talks with whom, by step. */
  pairs: Record<number, string[][]>;
  /** What the contributor answered where advice is given on request. */
  wishesAdvice: boolean | null;
  skipped: string[];
  choice: Choice | null;
  offered: string | null;
  declined: string[];
  /** The case of the meeting now. */
  chosen: { case: string; contributor: string } | null;
  /** Every case of the meeting, the present one last. */
  cases: string[];
  entries: Entry[];
  /** Cases that were erased for good; `kept` when their contributor keeps what they took away. */
  erased: { case: string; kept: boolean }[];
  /** Cases that the whole group may read. */
  shared: string[];
  /** People who deleted their account: what they said is gone. */
  forgotten: string[];
}

export const emptyView = (session: string): SessionView => ({
  session,
  version: 0,
  group: '',
  method: null,
  plannedMode: 'none',
  adviceMode: 'none',
  facilitation: 'external',
  facilitators: [],
  members: [],
  openActions: [],
  openedAt: null,
  closedAt: null,
  present: [],
  observers: [],
  order: [],
  duties: {},
  moves: [],
  runs: [],
  pausedAt: null,
  revealed: [],
  lengths: {},
  roles: {},
  pairs: {},
  wishesAdvice: null,
  skipped: [],
  choice: null,
  offered: null,
  declined: [],
  chosen: null,
  cases: [],
  entries: [],
  erased: [],
  shared: [],
  forgotten: [],
});

/** The run that goes on now, or undefined before the first step and after the last. */
export const running = (view: SessionView): Run | undefined => {
  const last = view.runs.at(-1);
  return last?.endedAt === null ? last : undefined;
};

/** The index of the running step, or -1. */
export const stepNow = (view: SessionView): number => running(view)?.step ?? -1;
