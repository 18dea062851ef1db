/** Turns the ICU messages of every language into typed modules; fails on a missing key or differing arguments. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isPluralElement, isSelectElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import type { MessageFormatElement, PluralElement } from '@formatjs/icu-messageformat-parser';

export const LANGUAGES = ['nl', 'en', 'de'] as const;
const FIRST = LANGUAGES[0];
const MESSAGES = new URL('../messages/', import.meta.url);
const GENERATED = new URL('../src/text/generated/', import.meta.url);
const made = (name: string) => new URL(`${name}.ts`, GENERATED);

/** The messages that come with the first screen, and those of each folder, which come with its screens. */
const FIRST_PART = 'first';
const laterParts = () =>
  readdirSync(MESSAGES, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
const folder = (part: string) => (part === FIRST_PART ? '' : `${part}/`);
const moduleName = (part: string, language: string) =>
  part === FIRST_PART ? language : `${part}.${language}`;

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

type Messages = Map<string, ReturnType<typeof compile>>;

function load(part: string, language: string): Messages {
  const file = new URL(`${folder(part)}${language}.json`, MESSAGES);
  if (!existsSync(file)) throw new Error(`${part} has no messages in ${language}`);
  const messages = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  return new Map(
    Object.entries(messages).map(([key, message]) => {
      if (!message.trim()) throw new Error(`${part}, ${language}: ${key} is empty`);
      return [key, compile(message)];
    }),
  );
}

function compare(name: string, first: Messages, other: Messages) {
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
  if (faults.length) throw new Error(`${name}: ${faults.join('; ')}`);
}

function refuseTwins(parts: Messages[]) {
  const keys = parts.flatMap((messages) => [...messages.keys()]);
  const twins = keys.filter((key, at) => keys.indexOf(key) !== at);
  if (twins.length) throw new Error(`in two parts: ${twins.join(', ')}`);
}

function moduleOf(part: string, language: string, messages: Messages): string {
  const lines = [...messages].map(([key, { source }]) => `  ${JSON.stringify(key)}: ${source},`);
  const plural = lines.some((line) => line.includes('plural('));
  return [
    `/** Texts of the app (${part}) in one language (${language}), made by scripts/texts.ts. */`,
    "import type { Parts } from './keys.ts';",
    ...(plural
      ? ["import { pluralIn } from '../plural.ts';", `const plural = pluralIn('${language}');`]
      : []),
    `export const texts: Parts['${part}'] = {`,
    ...lines,
    '};\n',
  ].join('\n');
}

function keysOf(parts: Map<string, Messages>): string {
  const types = [...parts].map(([part, messages]) => {
    const lines = [...messages].map(([key, { names }]) =>
      names.size
        ? `    ${JSON.stringify(key)}: (a: { ${signature(names)} }) => string;`
        : `    ${JSON.stringify(key)}: string;`,
    );
    return `  ${part}: {\n${lines.join('\n')}\n  };`;
  });
  const all = [...parts.keys()].map((part) => `Parts['${part}']`).join(' & ');
  return `/** The keys of all texts and what each needs, made by scripts/texts.ts. */\nexport interface Parts {\n${types.join('\n')}\n}\nexport type Texts = ${all};\n`;
}

function partsOf(parts: Iterable<string>): string {
  const lines = [...parts].map((part) => {
    const each = LANGUAGES.map(
      (language) => `${language}: () => import('./${moduleName(part, language)}.ts')`,
    );
    return `  ${part}: { ${each.join(', ')} },`;
  });
  return `/** Where the texts of each part are fetched, made by scripts/texts.ts. */\nexport const modules = {\n${lines.join('\n')}\n};\n`;
}

/** Takes away what an earlier version of the app was made of: a part may have another name now. */
function clearAway(parts: Iterable<string>): void {
  const wanted = new Set(['keys.ts', 'parts.ts']);
  for (const part of parts)
    for (const language of LANGUAGES) wanted.add(`${moduleName(part, language)}.ts`);
  for (const name of readdirSync(GENERATED))
    if (!wanted.has(name)) rmSync(new URL(name, GENERATED));
}

if (import.meta.main) {
  mkdirSync(GENERATED, { recursive: true });
  const parts = new Map([FIRST_PART, ...laterParts()].map((part) => [part, load(part, FIRST)]));
  refuseTwins([...parts.values()]);
  clearAway(parts.keys());
  writeFileSync(made('keys'), keysOf(parts));
  writeFileSync(made('parts'), partsOf(parts.keys()));
  for (const [part, first] of parts) {
    for (const language of LANGUAGES) {
      const messages = load(part, language);
      compare(`${part}, ${language}`, first, messages);
      writeFileSync(made(moduleName(part, language)), moduleOf(part, language, messages));
    }
  }
}
