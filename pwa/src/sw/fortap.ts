/** What the report screen needs is kept while a notification is shown: its tap may come where there is no network. */
import type { ActionView } from '../api/wire.ts';
import { drop, keep } from '../store/kept.ts';
import { whose } from '../store/whose.ts';

const ACTIONS = '/me/actions';
const REPORTS = '/me/reports';

async function read<T>(path: string): Promise<T | undefined> {
  const answer = await fetch(`/api/v1${path}`);
  return answer.ok ? ((await answer.json()) as T) : undefined;
}

async function keepOf(person: string, path: string, value: unknown): Promise<void> {
  await keep(path, value);
  // Somebody may have signed out meanwhile, and then the device keeps nothing.
  if ((await whose()) !== person) await drop(path);
}

/** Keeps the actions and prepared reports of whose device this is, and of nobody else who signed in on it. */
export async function keepForTap(): Promise<void> {
  const person = await whose();
  const mine = await read<{ actions: ActionView[] }>(ACTIONS);
  if (!person || !mine?.actions.every(({ contributor }) => contributor === person)) return;
  await keepOf(person, ACTIONS, mine);
  const reports = await read(REPORTS);
  if (reports !== undefined) await keepOf(person, REPORTS, reports);
}
