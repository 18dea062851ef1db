/** The texts of the app in the chosen language, and the switch between languages. */
import { onDevice } from '../store/slips.ts';
import type { Parts, Texts } from './generated/keys.ts';
import { modules } from './generated/parts.ts';
// Every language needs it: it comes with the first script, not after the language.
import './plural.ts';

export const LANGUAGES = { nl: 'Nederlands', en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

type Values<K extends keyof Texts> = Texts[K] extends (a: infer A) => string ? [A] : [];

/** A part of the app whose texts are fetched with its screens. */
export type Part = keyof Parts;

let table = $state.raw<Texts>({} as Texts);
let current = $state<Language>('nl');
const learned = new Set<Part>(['first']);

const fetched = async (part: Part, tag: Language) => (await modules[part][tag]()).texts;

/** Fetches the texts of a part; from then on they change with the language. */
export async function learn(part: Part): Promise<void> {
  if (learned.has(part)) return;
  const tag = current;
  const texts = await fetched(part, tag);
  learned.add(part);
  if (tag === current) table = { ...table, ...texts };
  else await speak(current);
}

export const isLanguage = (tag: string): tag is Language => tag in LANGUAGES;

export const languages = Object.keys(LANGUAGES) as Language[];

/** The language that is shown now. */
export const language = (): Language => current;

/** The text for a key; messages with arguments take them as an object. */
export function t<K extends keyof Texts>(key: K, ...[values]: Values<K>): string {
  const text: string | ((a: never) => string) = table[key];
  return typeof text === 'string' ? text : text(values as never);
}

/** The text of a refusal or other word that the server chose, or undefined when the app has none. */
export const known = (key: string): string | undefined => {
  const text = table[key as keyof Texts];
  return typeof text === 'string' ? text : undefined;
};

/** Shows the app in a language; `keep` remembers it on this device. */
export async function speak(next: Language, keep = false): Promise<void> {
  const all = await Promise.all([...learned].map((part) => fetched(part, next)));
  table = Object.assign({}, ...all) as Texts;
  current = next;
  document.documentElement.lang = next;
  if (keep) onDevice.write('kring-language', next);
}

/** Words that come with the data (method titles, tips) in the shown language; German may fall back on English. */
export const words = (
  all: { nl: string; en: string; de?: string | null } | null | undefined,
): string => all?.[current] ?? all?.en ?? '';
