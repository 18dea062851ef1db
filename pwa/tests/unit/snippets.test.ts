/** The examples for R, Excel and Power BI in the guide to uptake are read by parsers of these languages. */
import { readFileSync } from 'node:fs';
import { DefaultSettings, TaskUtils } from '@microsoft/powerquery-parser';
import { parser } from 'lezer-r';
import { expect, test } from 'vitest';

const guide = readFileSync(new URL('../../../docs/uptake.md', import.meta.url), 'utf-8');

function example(language: string): string {
  const found = new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(guide)?.[1];
  if (!found) throw new Error(`There is no example in ${language}`);
  return found;
}

/** What a parser of R could not read. */
function wrongInR(text: string): string[] {
  const wrong: string[] = [];
  parser.parse(text).iterate({
    enter: ({ type, from }) => {
      if (type.isError) wrong.push(text.slice(from).split('\n', 1)[0] ?? '');
    },
  });
  return wrong;
}

/** Whether the parser of Power Query reads it, which Excel and Power BI have in common. */
const isPowerQuery = async (text: string): Promise<boolean> =>
  TaskUtils.isParseStageOk(await TaskUtils.tryLexParse(DefaultSettings, text));

test('the example in R is R', () => {
  expect(wrongInR(example('r'))).toEqual([]);
});

test.each([
  ['<- request', '<- <- request'],
  ['format = ', 'format = = '],
  ['library(httr2)', 'library(httr2'],
  ['c(period', 'c((period'],
])('a mistake in it is found: %s', (right, wrong) => {
  expect(example('r')).toContain(right);
  expect(wrongInR(example('r').replace(right, wrong))).not.toEqual([]);
});

test('the example in Power Query is Power Query', async () => {
  expect(await isPowerQuery(example('powerquery'))).toBe(true);
});

test.each([
  ['in\n', 'inn\n'],
  ['Query = [', 'Query = '],
  ['& Organisation &', '& &'],
  ['type number}', 'type number'],
])('a mistake in it is found: %s', async (right, wrong) => {
  expect(example('powerquery')).toContain(right);
  expect(await isPowerQuery(example('powerquery').replace(right, wrong))).toBe(false);
});
