/** Turns the ICU messages of every language into typed modules; fails on a missing key or differing arguments. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isPluralElement, isSelectElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import type { MessageFormatElement, PluralElement } from '@formatjs/icu-messageformat-parser';

const LANGUAGES = ['nl', 'en'] as const;
const FIRST = LANGUAGES[0];
const read = (name: string) => new URL(`../messages/${name}.json`, import.meta.url);
const made = (name: string) => new URL(`../src/text/generated/${name}.ts`, import.meta.url);

type Arguments = Map<string, 'number' | 'string'>;

const quoted = (text: string) =>
  text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');

function branches(element: PluralElement, names: Arguments): string {
  const options = Object.entries(element.options).map(
    ([name, option]) =>
      `${JSON.stringify(name)}:${inner(option.value, names, `a.${element.value}`)}`,
  );
  return `plural(a.${element.value},{${options.join(',')}})`;
}

function piece(element: MessageFormatElement, names: Arguments, count: string): string {
  if (element.type === TYPE.literal) return quoted(element.value);
  if (element.type === TYPE.pound) return `\${${count}}`;
  if (isPluralElement(element)) {
    names.set(element.value, 'number');
    return `\${${branches(element, names)}}`;
  }
  if (isSelectElement(element)) throw new Error('select is not used in these messages');
  if (element.type !== TYPE.argument) throw new Error('only {name} and plural are understood');
  if (!names.has(element.value)) names.set(element.value, 'string');
  return `\${a.${element.value}}`;
}

function inner(elements: MessageFormatElement[], names: Arguments, count: string): string {
  return `\`${elements.map((element) => piece(element, names, count)).join('')}\``;
}

export function compile(message: string): { source: string; names: Arguments } {
  const names: Arguments = new Map();
  const body = inner(parse(message, { ignoreTag: true }), names, '');
  return {
    source: names.size ? `(a)=>${body}` : JSON.stringify(message.replaceAll("''", "'")),
    names,
  };
}

const signature = (names: Arguments) =>
  [...names]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([name, type]) => `${name}: ${type === 'number' ? 'number' : 'string | number'}`)
    .join('; ');

function load(language: string): Map<string, ReturnType<typeof compile>> {
  const messages = JSON.parse(readFileSync(read(language), 'utf8')) as Record<string, string>;
  return new Map(
    Object.entries(messages).map(([key, message]) => {
      if (!message.trim()) throw new Error(`${language}.json: ${key} is empty`);
      return [key, compile(message)];
    }),
  );
}

function compare(language: string, first: ReturnType<typeof load>, other: ReturnType<typeof load>) {
  const faults = [
    ...[...first.keys()].filter((key) => !other.has(key)).map((key) => `${key} is missing`),
    ...[...other.keys()].filter((key) => !first.has(key)).map((key) => `${key} is not in ${FIRST}`),
    ...[...first]
      .filter(([key, { names }]) => {
        const twin = other.get(key);
        return twin && signature(twin.names) !== signature(names);
      })
      .map(([key]) => `${key} has other arguments than in ${FIRST}`),
  ];
  if (faults.length) throw new Error(`${language}.json: ${faults.join('; ')}`);
}

function moduleOf(language: string, messages: ReturnType<typeof load>): string {
  const lines = [...messages].map(([key, { source }]) => `  ${JSON.stringify(key)}: ${source},`);
  const plural = lines.some((line) => line.includes('plural('));
  return [
    `/** The texts of the app in one language (${language}), made by scripts/texts.ts. */`,
    "import type { Texts } from './keys.ts';",
    ...(plural
      ? ["import { pluralIn } from '../plural.ts';", `const plural = pluralIn('${language}');`]
      : []),
    `export const texts: Texts = {`,
    ...lines,
    '};\n',
  ].join('\n');
}

function keysOf(messages: ReturnType<typeof load>): string {
  const lines = [...messages].map(([key, { names }]) =>
    names.size
      ? `  ${JSON.stringify(key)}: (a: { ${signature(names)} }) => string;`
      : `  ${JSON.stringify(key)}: string;`,
  );
  return `/** The keys of all texts and what each needs, made by scripts/texts.ts. */\nexport interface Texts {\n${lines.join('\n')}\n}\n`;
}

if (import.meta.main) {
  mkdirSync(new URL('../src/text/generated/', import.meta.url), { recursive: true });
  const first = load(FIRST);
  writeFileSync(made('keys'), keysOf(first));
  for (const language of LANGUAGES) {
    const messages = load(language);
    compare(language, first, messages);
    writeFileSync(made(language), moduleOf(language, messages));
  }
}
