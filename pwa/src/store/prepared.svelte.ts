/** What I prepare for a meeting: mine alone until I share it there, and on each of my devices. */
import type { PreparedCase, PreparedReport } from '../api/wire.ts';
import type { Item } from '../outbox/command.ts';
import { outbox } from '../outbox/outbox.svelte.ts';
import { makeId } from '../api/identity.ts';
import { tidy } from '../session/say.ts';
import { page, type Page } from './page.svelte.ts';

/** What waits to be sent belongs to no session. */
const SCOPE = 'me';

export const proposalsPage = (): Page<{ proposals: PreparedCase[] }> => page('/me/proposals');
export const reportsPage = (): Page<{ reports: PreparedReport[] }> => page('/me/reports');

const EMPTY_CASE = { group: null, kind: 'bottleneck', title: '', question: '', influence: null };
const EMPTY_REPORT = {
  status: null,
  did: '',
  effect: '',
  learned: '',
  in_writing: false,
};

/** A list with what waits in the outbox done to it. */
export function withWaiting<T extends { changed_at: string }>(
  known: T[],
  waiting: Pick<Item, 'method' | 'path' | 'body' | 'madeAt'>[],
  place: string,
  key: keyof T & string,
  empty: object,
): T[] {
  const found = new Map(known.map((each) => [String(each[key]), each]));
  for (const { method, path, body, madeAt } of waiting) {
    if (!path.startsWith(place)) continue;
    const id = path.slice(place.length);
    found.delete(id);
    if (method === 'PUT')
      found.set(id, {
        ...empty,
        ...body,
        [key]: id,
        changed_at: new Date(madeAt).toISOString(),
      } as unknown as T);
  }
  return [...found.values()];
}

const mine = () =>
  outbox.items.filter(({ scope, state }) => scope === SCOPE && state !== 'rejected');

/** The cases I have prepared, the one I changed last at the end. */
export const preparedCases = (): PreparedCase[] =>
  withWaiting(proposalsPage().value?.proposals ?? [], mine(), '/me/proposals/', 'case', EMPTY_CASE);

/** The reports I have prepared. */
export const preparedReports = (): PreparedReport[] =>
  withWaiting(reportsPage().value?.reports ?? [], mine(), '/me/reports/', 'action', EMPTY_REPORT);

export const preparedReport = (action: string): PreparedReport | undefined =>
  preparedReports().find((each) => each.action === action);

/** Whether a prepared report says enough to be given. */
export const isWhole = (report: PreparedReport): boolean => !!report.status && !!report.did?.trim();

/** Whether a prepared case says enough to be put on the table. */
export const isTellable = (each: PreparedCase): boolean =>
  !!each.title?.trim() && !!each.question?.trim();

async function send(
  method: Item['method'],
  path: string,
  body?: Record<string, unknown>,
  draft?: string,
): Promise<void> {
  await outbox.enqueue(
    { id: makeId(), scope: SCOPE, method, path, ...(body ? { body: tidy(body) } : {}) },
    { draft },
  );
  remember();
}

/** The lists of this device change at once, and are read anew when the server has taken the change. */
function remember(): void {
  const [cases, reports] = [proposalsPage(), reportsPage()];
  if (cases.value) cases.value = { proposals: preparedCases() };
  if (reports.value) reports.value = { reports: preparedReports() };
}

/** Keeps a case for myself, in place of the draft it was. */
export const prepareCase = (
  id: string,
  body: Record<string, unknown>,
  draft?: string,
): Promise<void> => send('PUT', `/me/proposals/${id}`, body, draft);
export const dropCase = (id: string): Promise<void> => send('DELETE', `/me/proposals/${id}`);
/** Keeps a report for myself, in place of the draft it was. */
export const prepareReport = (
  action: string,
  body: Record<string, unknown>,
  draft?: string,
): Promise<void> => send('PUT', `/me/reports/${action}`, body, draft);
export const dropReport = (action: string): Promise<void> =>
  send('DELETE', `/me/reports/${action}`);
