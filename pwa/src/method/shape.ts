/** A method as it is written: copied, put into another order, and sent. Nothing here changes its argument. */
import type { Method, Step, Words } from '../api/wire.ts';
import type { Language } from '../text/text.svelte.ts';

export const LARGEST_FILE = 256 * 1024;
export const MOST_STEPS = 30;
const TONGUES = ['nl', 'en', 'de'] as const;

/** A list with one of its items elsewhere; the same list when there is no such place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  if (to < 0 || to >= list.length) return next;
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

/** A key that no step has: the wanted one, or that with a number. */
export function freeKey(steps: readonly Step[], wanted: string): string {
  const taken = new Set(steps.map(({ key }) => key));
  const stem = wanted.slice(0, 34);
  for (let n = 2; ; n += 1) {
    const key = n === 2 ? wanted : `${stem}_${n - 1}`;
    if (!taken.has(key)) return key;
  }
}

/** The steps with a copy of a step at a place. */
export const added = (steps: readonly Step[], step: Step, at: number): Step[] =>
  steps.toSpliced(at, 0, { ...structuredClone(step), key: freeKey(steps, step.key) });

/** Another method with the same content, called a copy in each language. */
export function copyOf(method: Method, called: (name: string, tongue: Language) => string): Method {
  const names = Object.fromEntries(
    TONGUES.flatMap((tongue) => {
      const name = method.names[tongue];
      return name ? [[tongue, called(name, tongue).slice(0, 80)]] : [];
    }),
  ) as unknown as Words;
  return { ...structuredClone(method), names, version: 1 };
}

/** Words without those that only repeat another language, as the house fills them in. */
export function unfilled(words: Words): Words {
  const { nl, en, de } = words;
  if (de && nl === de && en === de) return { nl: '', en: '', de };
  return { nl, en: en === nl ? '' : en, ...(de ? { de: de === nl ? '' : de } : {}) };
}

/** A method with the texts that were written for each language, and no repeated ones. */
export const opened = (method: Method): Method => ({
  ...method,
  names: unfilled(method.names),
  when: unfilled(method.when),
  avoid: unfilled(method.avoid),
  steps: method.steps.map((step) => ({
    ...step,
    title: unfilled(step.title),
    purpose: unfilled(step.purpose),
    tip: unfilled(step.tip),
  })),
});

/** What words say in a language, or else in another. */
export const saidIn = (words: Words, tongue: Language): string =>
  words[tongue] || words.nl || words.en || words.de || '';

export const minutesOf = (method: Pick<Method, 'steps'>): number =>
  method.steps.reduce((sum, { minutes }) => sum + minutes, 0);

/** The place of the first step in which advice may be given, or undefined. */
export function gateOf(method: Pick<Method, 'steps'>): number | undefined {
  const place = method.steps.findIndex(({ kinds }) => kinds.includes('advice'));
  return place === -1 ? undefined : place;
}

/** A step one shorter or longer: by five minutes, and below ten by one. */
export function otherMinutes(minutes: number, by: 1 | -1): number {
  const step = minutes + (by < 0 ? 0 : 1) > 10 ? 5 : 1;
  return Math.min(480, Math.max(1, minutes + by * step));
}

/** A list in which something is there, or not; kept in the order of all there is. */
export const having = <T>(all: readonly T[], list: readonly T[], one: T, is: boolean): T[] =>
  all.filter((each) => (each === one ? is : list.includes(each)));

/** A name for a file: letters, digits and hyphens. */
export const fileName = (name: string): string => {
  const plain = name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  return `${plain.replaceAll(/^-+|-+$/g, '').slice(0, 60) || 'kring'}.json`;
};
