/** An organisation as its administrators see it. */
import type { House } from '../api/wire.ts';
import { page, type Page } from '../store/page.svelte.ts';

export const organisationPage = (organisation: string): Page<House> =>
  page(`/organisations/${organisation}`);

/** What stands behind one another on one screen that is fetched later; the front is ''. */
const DESKS = [
  '',
  'people',
  'units',
  'lists',
  'administrators',
  'tokens',
  'webhooks',
  'signon',
  'audit',
] as const;
export type Desk = (typeof DESKS)[number];

export const isDesk = (part: string): part is Desk => (DESKS as readonly string[]).includes(part);

interface Branch {
  unit: string;
  name: string;
  parent: string | null;
}

/** The units directly below one, or those at the top, by name. */
export function below<U extends Branch>(units: readonly U[], parent: string | null): U[] {
  return units
    .filter((each) => each.parent === parent)
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

/** A unit with those above it: Zorg › Noord. */
export function pathOf(units: readonly Branch[], unit: string | null): string {
  const found = units.find((each) => each.unit === unit);
  if (!found) return '';
  const above = pathOf(units, found.parent);
  return above ? `${above} › ${found.name}` : found.name;
}

/** A unit and all that lies below it. */
export function within(units: readonly Branch[], unit: string): Set<string> {
  const inside = units.filter((each) => each.parent === unit);
  return new Set([unit, ...inside.flatMap((each) => [...within(units, each.unit)])]);
}

/** Every unit by its path, in the order in which the tree is read. */
export function unitChoices(units: readonly Branch[]): { value: string; label: string }[] {
  const from = (parent: string | null): Branch[] =>
    below(units, parent).flatMap((each) => [each, ...from(each.unit)]);
  return from(null).map(({ unit }) => ({ value: unit, label: pathOf(units, unit) }));
}
