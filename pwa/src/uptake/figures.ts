/** Figures over time: which periods belong together, and how a value compares with the own past. */
import type { FigureView, House } from '../api/wire.ts';
import { below } from '../organisation/house.ts';

/** What the organisation asks itself, and the measures that answer; the others are found under "more". */
export const QUESTIONS = {
  people: ['reach', 'management_reach', 'newcomer_reach', 'active_participation'],
  groups: ['groups_alive', 'sessions_held', 'attendance_rate', 'hold_rate', 'continuity_12m'],
  yield: ['value_pulse', 'action_rate', 'followup_rate', 'open_question_share', 'learning_spread'],
} as const;

/** One period of a measure; `figure` is undefined when nothing stands there. */
export interface Point {
  period: string;
  figure: FigureView | undefined;
}

const MOST_PERIODS = 12;

export const isYear = (period: string): boolean => !period.includes('-');

/** The periods of the same kind, the earliest first, no more than a chart can hold, the given one among them. */
export function alike(all: readonly string[], period: string): string[] {
  const same = all.filter((each) => isYear(each) === isYear(period));
  const end = Math.max(same.indexOf(period) + 1, Math.min(same.length, MOST_PERIODS));
  return same.slice(Math.max(0, end - MOST_PERIODS), end);
}

/** The same quarter a year before, or the year before. */
export const yearBefore = (period: string): string =>
  period.replace(/^\d+/, (year) => String(Number(year) - 1));

/** Values that can be drawn on one line: neither held back nor several at once. */
export const drawn = ({ figure }: Point): boolean => typeof figure?.value === 'number';

/** How much more than a year before; undefined where one of both is held back or only bounded, or counted otherwise. */
export function gain(now?: FigureView, before?: FigureView): number | undefined {
  if (typeof now?.value !== 'number' || typeof before?.value !== 'number') return undefined;
  const counted = now.definition_version === before.definition_version;
  if (now.bound || before.bound || !counted) return undefined;
  return now.value - before.value;
}

/** The top of the scale: a hundred for shares, else a round number above all values. */
export function ceiling(points: readonly Point[]): number {
  const figures = points.flatMap(({ figure }) => (figure ? [figure] : []));
  if (figures.some(({ unit }) => unit === 'percent')) return 100;
  const most = Math.max(1, ...figures.map(({ value }) => value ?? 0));
  const size = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((step) => step * size).find((top) => top >= most) ?? most;
}

/** A part of a breakdown, and how deep it lies in the tree of units. */
export interface PlacedPart {
  figure: FigureView;
  depth: number;
}

const isOf = ({ part }: FigureView, id: string | null, rest: boolean): boolean =>
  part?.id === id && part.rest === rest;

/** Parts as the tree of units is read, others by name; what is left over of something is its last. */
export function placed(figures: readonly FigureView[], units: House['units']): PlacedPart[] {
  const tree = (parent: string | null, depth: number): PlacedPart[] =>
    below(units, parent).flatMap(({ unit }) => {
      const own = figures.filter((each) => isOf(each, unit, false));
      const deeper = own.length ? depth + 1 : depth;
      const rest = figures.filter((each) => isOf(each, unit, true));
      return [
        ...own.map((figure) => ({ figure, depth })),
        ...tree(unit, deeper),
        ...rest.map((figure) => ({ figure, depth: deeper })),
      ];
    });
  const known = tree(null, 0);
  const others = figures
    .filter((figure) => !known.some((each) => each.figure === figure))
    .toSorted(
      ({ part: one }, { part: other }) =>
        Number(one?.rest ?? false) - Number(other?.rest ?? false) ||
        (one?.name ?? '').localeCompare(other?.name ?? ''),
    );
  return [...known, ...others.map((figure) => ({ figure, depth: 0 }))];
}
