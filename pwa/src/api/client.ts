/** Talks to the API: one function, and the two ways in which it can fail. */
import { moved } from '../router.svelte.ts';
import { language } from '../text/text.svelte.ts';
import { askedEarly } from './early.ts';
import { backOff } from './patience.ts';

export const BASE = '/api/v1';

/** RFC 9457, with what Kring adds: what is allowed now, the current version, the fields at fault. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  allowed?: string[];
  current?: number;
  errors?: { field: string; detail: string }[];
}

/** The server answered no. */
export class Refusal extends Error {
  override name = 'Refusal';
  problem: Problem;
  retryAfter: number | undefined;

  constructor(problem: Problem, retryAfter?: number) {
    super(problem.title);
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  /** The word of the refusal: `questions-closed`. */
  get word(): string {
    return this.problem.type.split('/').at(-1) ?? '';
  }
}

/** No answer came: the network, the server or the way between is gone. */
export class Unreachable extends Error {
  override name = 'Unreachable';
}

export interface Answer<T> {
  body: T;
  status: number;
}

/** What every command answers; `version` belongs to the session it was given in. */
export interface Receipt {
  position: number;
  version: number;
}

interface Asking {
  body?: unknown;
  version?: number | undefined;
  key?: string;
  signal?: AbortSignal;
}

type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';

function headersFor({ body, version, key }: Asking): Record<string, string> {
  const headers: Record<string, string> = { 'Accept-Language': language() };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (version !== undefined) headers['If-Match'] = `"${version}"`;
  if (key !== undefined) headers['Idempotency-Key'] = key;
  return headers;
}

async function problemIn(response: Response): Promise<Problem> {
  const made = { type: 'about:blank', title: response.statusText, status: response.status };
  try {
    return { ...made, ...((await response.json()) as Partial<Problem>) };
  } catch {
    return made;
  }
}

function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get('Retry-After') ?? NaN);
  return Number.isFinite(seconds) ? seconds : undefined;
}

/** Reads an answer that is on its way; throws {@link Refusal} or {@link Unreachable}. */
export async function answered<T>(request: Promise<Response>): Promise<Answer<T>> {
  try {
    return await read<T>(await request);
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    throw new Unreachable('no answer', { cause });
  }
}

/** What stands before the house answers for it when it is down: that is no word of Kring's. */
const NOBODY_HOME = new Set([502, 503, 504]);

/** Throws {@link Refusal} for every status that is not 2xx. */
async function read<T>(response: Response): Promise<Answer<T>> {
  const ours = response.headers.get('Content-Type')?.includes('json');
  if (NOBODY_HOME.has(response.status) && !ours) throw new Unreachable('nobody home');
  if (!response.ok) throw new Refusal(await problemIn(response), retryAfter(response));
  const text = await response.text();
  return { body: (text ? JSON.parse(text) : null) as T, status: response.status };
}

/** So often a busy house is asked again for what is read, before anybody is told. */
const AGAIN = 3;
/** Who would have to wait for longer, in seconds, is told at once. */
const SOON = 10;
const BUSY = new Set([429, 503]);

/** How long a house that was too busy to answer wishes to be left alone, in seconds; undefined for every other fault. */
function wish(fault: unknown): number | undefined {
  if (!(fault instanceof Refusal) || !BUSY.has(fault.problem.status)) return undefined;
  return (fault.retryAfter ?? Infinity) <= SOON ? fault.retryAfter : undefined;
}

/** Reads, and reads again by itself while the house is busy; `early` is an answer that is on its way already. */
export async function patiently<T>(
  read: () => Promise<Answer<T>>,
  early?: Promise<Response>,
): Promise<Answer<T>> {
  let answer = early ? answered<T>(early) : read();
  for (let tries = 0; tries < AGAIN; tries += 1) {
    try {
      return await answer;
    } catch (fault) {
      const seconds = wish(fault);
      if (seconds === undefined) throw fault;
      await new Promise((done) => setTimeout(done, backOff(tries, seconds)));
      answer = read();
    }
  }
  return answer;
}

/** Asks once; throws {@link Refusal} or {@link Unreachable}. */
function askOnce<T>(method: Method, path: string, asking: Asking = {}): Promise<Answer<T>> {
  const request = fetch(BASE + path, {
    method,
    headers: headersFor(asking),
    signal: asking.signal ?? AbortSignal.timeout(20_000),
    ...(asking.body === undefined ? {} : { body: JSON.stringify(asking.body) }),
  });
  return answered<T>(request);
}

/** Asks the API at a path below {@link BASE}, patiently for what is read; throws {@link Refusal} or {@link Unreachable}. */
export function ask<T>(method: Method, path: string, asking: Asking = {}): Promise<Answer<T>> {
  const once = () => askOnce<T>(method, path, asking);
  return method === 'GET' ? patiently(once) : once();
}

/** Reads at a path; what was asked for already, by the page itself or as `early`, is what is waited for first. */
export async function get<T>(path: string, early = askedEarly(path)): Promise<T> {
  const coming = early && !moved() ? early : undefined;
  return (await patiently(() => askOnce<T>('GET', path), coming)).body;
}
