/** Dates, times and durations the way people read them. */
import { language } from './text.svelte.ts';

const LOCALES = { nl: 'nl-NL', en: 'en-GB', de: 'de-DE' } as const;

const format = (options: Intl.DateTimeFormatOptions) => (at: string) =>
  new Intl.DateTimeFormat(LOCALES[language()], options).format(new Date(at));

/** Thursday 3 December, 14:00. */
export const dayAndTime = (at: string): string => `${day(at)}, ${clockTime(at)}`;
export const day = (at: string): string =>
  format({ weekday: 'long', day: 'numeric', month: 'long' })(at);
export const longDay = (at: string): string =>
  format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })(at);
export const shortDay = (at: string): string =>
  format({ day: 'numeric', month: 'short', year: 'numeric' })(at);
/** Thu 3 Dec: short enough for a circle and for a list. */
export const weekDay = (at: string): string =>
  format({ weekday: 'short', day: 'numeric', month: 'short' })(at);
export const clockTime = (at: string): string => format({ hour: '2-digit', minute: '2-digit' })(at);

/** Minutes and seconds, 4:05; an overrun has a plus. */
export function duration(milliseconds: number): string {
  const seconds = Math.ceil(Math.abs(milliseconds) / 1000);
  const sign = milliseconds < 0 && seconds > 0 ? '+' : '';
  return `${sign}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The value of a date field (2026-12-03) in local time, some days from a moment. */
export function dateField(from: Date, days = 0): string {
  const date = new Date(from.getFullYear(), from.getMonth(), from.getDate() + days);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
