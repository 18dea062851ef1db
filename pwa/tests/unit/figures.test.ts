/** Figures of an organisation over time: compared with the own past only, and never across what is held back. */
import { expect, test } from 'vitest';
import type { FigureView } from '../../src/api/wire.ts';
import { alike, ceiling, drawn, gain, yearBefore } from '../../src/uptake/figures.ts';

const figure = (value: number | null, more: Partial<FigureView> = {}): FigureView => ({
  metric: 'reach',
  name: 'Bereik',
  unit: 'percent',
  definition_version: 1,
  by: null,
  part: null,
  value,
  bound: null,
  n: null,
  slices: [],
  suppressed: value === null,
  why: null,
  why_in_words: null,
  ...more,
});

test('quarters stand beside quarters and years beside years', () => {
  const all = ['2024-Q4', '2024', '2025-Q1', '2025-Q2', '2025'];

  expect(alike(all, '2025-Q1')).toEqual(['2024-Q4', '2025-Q1', '2025-Q2']);
  expect(alike(all, '2025')).toEqual(['2024', '2025']);
});

test('of a long history the last twelve are shown, or those up to the chosen one', () => {
  const all = [2022, 2023, 2024, 2025].flatMap((year) => [1, 2, 3, 4].map((q) => `${year}-Q${q}`));

  expect(alike(all, '2025-Q4')).toEqual(all.slice(4));
  expect(alike(all, '2022-Q1')).toEqual(all.slice(0, 12));
});

test('a period is compared with the same one a year before', () => {
  expect(yearBefore('2026-Q1')).toBe('2025-Q1');
  expect(yearBefore('2026')).toBe('2025');
  expect(gain(figure(50), figure(44))).toBe(6);
});

test('what is held back, only bounded or counted otherwise is not compared', () => {
  expect(gain(figure(50), figure(null))).toBeUndefined();
  expect(gain(figure(95, { bound: 'more-than' }), figure(90))).toBeUndefined();
  expect(gain(figure(50, { definition_version: 2 }), figure(44))).toBeUndefined();
  expect(gain(figure(50), undefined)).toBeUndefined();
});

test('nothing is drawn where nothing is shown', () => {
  expect(drawn({ period: '2026-Q1', figure: figure(null) })).toBe(false);
  expect(drawn({ period: '2026-Q1', figure: undefined })).toBe(false);
  expect(drawn({ period: '2026-Q1', figure: figure(0) })).toBe(true);
});

test('a scale ends at a hundred percent, or at a round number', () => {
  const of = (value: number | null) => ({
    period: '2026-Q1',
    figure: figure(value, { unit: 'count' }),
  });

  expect(ceiling([{ period: '2026-Q1', figure: figure(12) }])).toBe(100);
  expect(ceiling([of(34), of(null)])).toBe(50);
  expect(ceiling([of(null)])).toBe(1);
});
