/** Whose own methods are meant, a group's or an organisation's, and where a method is found by its key. */

export interface Place {
  /** Where the API keeps them: `/groups/…` or `/organisations/…`. */
  api: string;
  /** Where the app shows them: `/g/…` or `/o/…`. */
  href: string;
}

export const ofGroup = (group: string): Place => ({ api: `/groups/${group}`, href: `/g/${group}` });

export const ofOrganisation = (organisation: string): Place => ({
  api: `/organisations/${organisation}`,
  href: `/o/${organisation}`,
});

const OWN = /^own_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** The id of an own method by its key; undefined for a method that Kring ships. */
export const ownId = (key: string): string | undefined => OWN.exec(key)?.slice(1).join('-');

/** Where the API has a method by its key. */
export function pathOf(key: string, api: string | undefined): string {
  const own = ownId(key);
  return own && api ? `${api}/methods/${own}` : `/methods/${key}`;
}

/** The method in what a path of {@link pathOf} answers. */
export const within = <M extends object>(answer: M | { method: M } | undefined): M | undefined =>
  answer && 'method' in answer ? answer.method : answer;
