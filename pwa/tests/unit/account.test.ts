/** What the account's and the organisation's screens compute by themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { below, pathOf, unitChoices, within } from '../../src/organisation/house.ts';
import { bare, grouped } from '../../src/signin/code.ts';

test.each(['7k4m-qx2p', ' 7K4M QX2P ', '#7K4MQX2P', 'https://kring.example/sign-in#7K4M-QX2P'])(
  'the code in %s is found',
  (typed) => {
    expect(bare(typed)).toBe('7K4MQX2P');
  },
);

test('a code is shown in two groups as soon as the second begins', () => {
  expect(grouped('7K4M')).toBe('7K4M');
  expect(grouped('7K4MQ')).toBe('7K4M-Q');
  expect(grouped(bare('7K4MQX2P99'))).toBe('7K4M-QX2P');
});

const units = [
  { unit: 'north', name: 'Noord', parent: 'care' },
  { unit: 'team', name: 'Team 1', parent: 'north' },
  { unit: 'care', name: 'Zorg', parent: null },
  { unit: 'office', name: 'Bureau', parent: null },
];

test('units are read as a tree, by name', () => {
  expect(below(units, null).map((each) => each.name)).toEqual(['Bureau', 'Zorg']);
  expect(pathOf(units, 'team')).toBe('Zorg › Noord › Team 1');
  expect(pathOf(units, null)).toBe('');
  expect(unitChoices(units).map((each) => each.value)).toEqual(['office', 'care', 'north', 'team']);
});

test('a unit cannot be moved into itself or below itself', () => {
  expect(within(units, 'care')).toEqual(new Set(['care', 'north', 'team']));
});

const SOURCES = new URL('../../src/', import.meta.url);
const MESSAGES = new URL('../../messages/', import.meta.url);

/** The folders whose screens come with a part's texts. */
const ASKED_IN: Record<string, string[]> = {
  me: [
    'me/',
    'signin/',
    'settings/',
    'remind/',
    'install/',
    'group/Reminding.svelte',
    'join/Instead.svelte',
  ],
  organisation: ['organisation/', 'uptake/'],
  proof: ['proof/'],
  method: ['method/'],
  parts: ['parts/', 'facilitate/'],
};

test.each(Object.keys(ASKED_IN))(
  'the texts of %s are used where they have been fetched',
  (part) => {
    const messages = new URL(`${part}/nl.json`, MESSAGES);
    const keys = Object.keys(JSON.parse(readFileSync(messages, 'utf8')) as object);
    const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
      (name) => /\.(svelte|ts)$/.test(name) && !name.includes('generated'),
    );
    const elsewhere = files
      .filter((name) => !ASKED_IN[part]?.some((folder) => name.startsWith(folder)))
      .flatMap((name) => {
        const source = readFileSync(new URL(name, SOURCES), 'utf8');
        return keys.filter((key) => source.includes(`t('${key}'`)).map((key) => `${name}: ${key}`);
      });

    expect(elsewhere).toEqual([]);
  },
);
