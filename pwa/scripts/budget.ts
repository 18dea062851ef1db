/** Fails the build when what a phone must fetch first grows over its budget (brotli, bytes). */
import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { LANGUAGES } from './texts.ts';

const dist = new URL('../dist/', import.meta.url);
const KB = 1024;

const brotli = (content: string | Buffer) => brotliCompressSync(content).length;
const file = (name: string) => readFileSync(new URL(name, dist));
const assets = readdirSync(new URL('assets/', dist)).map((name) => `assets/${name}`);
const html = file('index.html').toString();
const styles = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
const named = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(
  ([, name]) => name ?? '',
);
const spoken = new RegExp(`assets/(${LANGUAGES.join('|')})-.*\\.js$`);
const language = assets.filter((name) => spoken.test(name));
const largestLanguage = Math.max(...language.map((name) => brotli(file(name))));
const first = new Set(named);
const rest = assets.filter(
  (name) => name.endsWith('.js') && !first.has(name) && !language.includes(name),
);
const precached = [
  ...file('worker.js')
    .toString()
    .matchAll(/url:"([^"]+)"|"url":"([^"]+)"/g),
].map(([, one, other]) => one ?? other ?? '');
const tongue = new RegExp(`^assets/(?:[a-z]+\\.)?(${LANGUAGES.join('|')})-`);
const languageOf = (name: string) => tongue.exec(name)?.[1];
const weigh = (names: string[]) => sum(names.map((name) => brotli(file(name))));
const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);

const rows: [string, number, number][] = [
  [
    'first JavaScript with one language',
    sum([...first].map((name) => brotli(file(name)))) + largestLanguage,
    35 * KB,
  ],
  ['first styles', brotli(styles), 6 * KB],
  ['page without styles', brotli(html.replace(styles, '')), 3 * KB],
  ['worker', brotli(file('worker.js')), 10 * KB],
  ['largest later chunk', Math.max(...rest.map((name) => brotli(file(name)))), 25 * KB],
  [
    'precache with one language',
    weigh(precached.filter((name) => !languageOf(name))) +
      Math.max(
        ...LANGUAGES.map((tag) => weigh(precached.filter((name) => languageOf(name) === tag))),
      ),
    150 * KB,
  ],
];

for (const [name, size, limit] of rows) {
  const verdict = size <= limit ? 'ok' : 'TOO LARGE';
  console.log(
    `${name.padEnd(36)} ${(size / KB).toFixed(1).padStart(6)} of ${limit / KB} KB  ${verdict}`,
  );
}
/** Each further file first is a further journey on a slow network. */
const needed = [...named, ...language]
  .flatMap((name) =>
    [
      ...file(name)
        .toString()
        .matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g),
    ].map(([, wanted]) => `assets/${wanted ?? ''}`),
  )
  .filter((name) => !first.has(name));
if (named.length > 1 || needed.length)
  throw new Error(
    `the first screen waits for more than one script: ${[...named, ...needed].join(', ')}`,
  );
/** The first styles stand inside the page: a chunk that fetches them before another asks in vain. */
const lacking = assets
  .filter((name) => name.endsWith('.js'))
  .flatMap((name) =>
    [
      ...file(name)
        .toString()
        .matchAll(/["'`](assets\/[\w.-]+\.(?:js|css))["'`]/g),
    ]
      .map(([, wanted]) => wanted ?? '')
      .filter((wanted) => !assets.includes(wanted))
      .map((wanted) => `${name} would fetch ${wanted}`),
  );
if (lacking.length) throw new Error(`files that are not there: ${lacking.join('; ')}`);
/** A part that is there without network needs everything that it is made of. */
const unreachable = precached
  .filter((name) => name.endsWith('.js') && name.startsWith('assets/'))
  .flatMap((name) =>
    [
      ...file(name)
        .toString()
        .matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g),
    ]
      .map(([, wanted]) => `assets/${wanted ?? ''}`)
      .filter((wanted) => !precached.includes(wanted))
      .map((wanted) => `${name} needs ${wanted}`),
  );
if (unreachable.length)
  throw new Error(`parts that are not there without network: ${unreachable.join('; ')}`);
if (!precached.length) throw new Error('the worker precaches nothing: its list was not found');
if (rows.some(([, size, limit]) => size > limit)) process.exitCode = 1;
