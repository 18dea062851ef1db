/** Figures of an organisation over time: compared with the own past only, and never across what is held back. */
import { expect, test } from 'vitest';
import type { FigureView } from '../../src/api/wire.ts';
import { alike, ceiling, drawn, gain, placed, yearBefore } from '../../src/uptake/figures.ts';

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

test('parts stand as the tree of units is read, and what is left over of something comes last in it', () => {
  const units = [
    { unit: 'noord', name: 'Noord', parent: 'zorg' },
    { unit: 'zorg', name: 'Zorg', parent: null },
    { unit: 'balie', name: 'Balie', parent: null },
    { unit: 'wijk', name: 'Wijk', parent: 'hidden' },
    { unit: 'hidden', name: 'Huis', parent: null },
  ];
  const part = (id: string | null, name: string, rest = false) =>
    figure(50, { part: { key: `${String(id)}${String(rest)}`, id, name, rest, holds: [] } });
  const parts = [
    part(null, 'overig', true),
    part('wijk', 'Wijk'),
    part('zorg', 'overig van Zorg', true),
    part('gone', 'Vroeger'),
    part('noord', 'Noord'),
    part('zorg', 'Zorg'),
    part('balie', 'Balie'),
  ];

  expect(placed(parts, units).map((each) => [each.figure.part?.name, each.depth])).toEqual([
    ['Balie', 0],
    ['Wijk', 0],
    ['Zorg', 0],
    ['Noord', 1],
    ['overig van Zorg', 1],
    ['Vroeger', 0],
    ['overig', 0],
  ]);
});
