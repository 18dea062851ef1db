/** Figures and periods the way people read them. */
import type { FigureView } from '../api/wire.ts';
import { known, language, t } from '../text/text.svelte.ts';
import { gain, isYear } from './figures.ts';

const number = (value: number, digits = 1) =>
  new Intl.NumberFormat(language(), { maximumFractionDigits: digits }).format(value);
const share = (value: number) =>
  new Intl.NumberFormat(language(), { style: 'percent' }).format(value / 100);

export function periodName(period: string): string {
  const [year = '', quarter = ''] = period.split('-Q');
  return isYear(period) ? t('uptake.year', { year }) : t('uptake.quarter', { quarter, year });
}

/** Q3 2026: short enough for below a chart. */
export const shortPeriod = (period: string): string => period.replace(/(\d+)-(Q\d)/, '$2 $1');

export function amount(value: number, unit: FigureView['unit']): string {
  if (unit === 'percent' || unit === 'curve' || unit === 'distribution') return share(value);
  if (unit === 'hours') return t('uptake.hours', { n: number(value) });
  if (unit === 'days') return t('uptake.days', { n: number(value) });
  return number(value, unit === 'ratio' ? 2 : 1);
}

const sliceName = (key: string, unit: FigureView['unit']) =>
  unit === 'curve' ? t('uptake.months', { n: key }) : (known(`uptake.slice.${key}`) ?? `${key}:`);

/** A figure in words: its value, its bound, its several values, or that it is not shown. */
export function valueOf(figure: FigureView | undefined): string {
  if (!figure) return t('uptake.absent');
  if (figure.slices.length)
    return figure.slices
      .map(({ key, value }) => `${sliceName(key, figure.unit)} ${amount(value, figure.unit)}`)
      .join(', ');
  if (figure.value === null) return t('uptake.held');
  const value = amount(figure.value, figure.unit);
  if (figure.bound === 'less-than') return t('uptake.less-than', { value });
  return figure.bound === 'more-than' ? t('uptake.more-than', { value }) : value;
}

/** How it went since a year before. */
export function compared(now: FigureView | undefined, before: FigureView | undefined): string {
  const more = gain(now, before);
  if (more === undefined || !now) return t('uptake.noPast');
  const n = Math.round(Math.abs(more) * 100) / 100;
  if (!n) return t('uptake.same');
  if (now.unit === 'percent')
    return more > 0 ? t('uptake.pointsMore', { n }) : t('uptake.pointsLess', { n });
  const how = { amount: amount(n, now.unit) };
  return more > 0 ? t('uptake.amountMore', how) : t('uptake.amountLess', how);
}
