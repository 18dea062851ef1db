/** Finishes index.html: the first styles, the first words in every language and the early script go inside. */
import { readFileSync } from 'node:fs';
import type { Plugin, Rolldown } from 'vite';

import { LANGUAGES } from './texts.ts';

type Files = Record<string, string>;

function earlyScript(named: Record<string, Files | string[]>): string {
  const source = readFileSync(new URL('../src/early.js', import.meta.url), 'utf8');
  return source
    .replace(/__([A-Z]+)__/g, (_, name: string) => JSON.stringify(named[name.toLowerCase()]))
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}

/** The files of texts by language; `part` is how the name of their module begins. */
function textFiles(bundle: Rolldown.OutputBundle, part = ''): Files {
  const found = Object.values(bundle).flatMap((chunk) => {
    const language = LANGUAGES.find(
      (tag) =>
        chunk.type === 'chunk' && chunk.facadeModuleId?.endsWith(`/generated/${part}${tag}.ts`),
    );
    return language ? [[language, `/${chunk.fileName}`] as const] : [];
  });
  return Object.fromEntries(found);
}

/** The script and the styles of a screen that is fetched later. */
function screenFiles(bundle: Rolldown.OutputBundle, screen: string): string[] {
  const own = new RegExp(`^assets/${screen}-[\\w-]+\\.(js|css)$`);
  const names = Object.keys(bundle).filter((name) => own.test(name));
  if (!names.length) throw new Error(`${screen} was not built`);
  return names.map((name) => `/${name}`);
}

/** The same with everything that these screens share with others: whatever is missing would be one more journey. */
function wholeScreens(bundle: Rolldown.OutputBundle, ...screens: string[]): string[] {
  const found = new Set<string>();
  const add = (name: string) => {
    const chunk = bundle[name];
    if (found.has(name) || chunk?.type !== 'chunk' || chunk.isEntry) return;
    found.add(name);
    for (const styles of chunk.viteMetadata?.importedCss ?? []) found.add(styles);
    chunk.imports.forEach(add);
  };
  for (const screen of screens) for (const name of screenFiles(bundle, screen)) add(name.slice(1));
  return [...found].filter((name) => name in bundle).map((name) => `/${name}`);
}

const MESSAGES = new URL('../messages/', import.meta.url);
const texts = (part: string, language: string) =>
  JSON.parse(readFileSync(new URL(`${part}${language}.json`, MESSAGES), 'utf8')) as Files;

/** Puts the app's own texts where the page names them, in every language; the styles show the one that is spoken. */
export function withWords(html: string): string {
  const spoken = LANGUAGES.map(
    (tag) => [tag, { ...texts('organisation/', tag), ...texts('', tag) }] as const,
  );
  return html.replace(/\{([a-z]+\.[a-zA-Z]+)\}/g, (_, key: string) =>
    spoken
      .map(([tag, all]) => {
        const text = all[key];
        if (!text || /[<&{]/.test(text)) throw new Error(`the page cannot say ${key} in ${tag}`);
        return `<span lang="${tag}">${text}</span>`;
      })
      .join(''),
  );
}

/** A chunk that would fetch styles which stand inside the page now names their own script instead, which it has. */
function forgetStyles(name: string, bundle: Rolldown.OutputBundle) {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  const own = chunks.find((chunk) => chunk.viteMetadata?.importedCss.has(name));
  for (const chunk of chunks) {
    if (!chunk.code.includes(name)) continue;
    if (!own) throw new Error(`${chunk.fileName} would fetch ${name}, which no script belongs to`);
    chunk.code = chunk.code.replaceAll(name, own.fileName);
  }
}

function inlineStyles(html: string, bundle: Rolldown.OutputBundle): string {
  let css = '';
  const without = html.replace(
    /<link rel="stylesheet"[^>]*href="\/([^"]+)"[^>]*>/g,
    (_, name: string) => {
      const asset = bundle[name];
      if (asset?.type !== 'asset')
        throw new Error(`${name} is named by the page but was not built`);
      css += asset.source.toString();
      Reflect.deleteProperty(bundle, name);
      forgetStyles(name, bundle);
      return '';
    },
  );
  return without.replace('</head>', () => `<style>${css.trim()}</style></head>`);
}

const EARLY = /<script>\s*\/\* early \*\/\s*<\/script>/;
const MODULE = /<script type="module"[^>]*><\/script>/;

function finish(html: string, bundle: Rolldown.OutputBundle): string {
  const script = earlyScript({
    languages: textFiles(bundle),
    session: screenFiles(bundle, 'Session'),
    meetings: textFiles(bundle, 'meeting.'),
    figures: wholeScreens(bundle, 'Organisation', 'Uptake'),
    organisations: textFiles(bundle, 'organisation.'),
  });
  const styled = inlineStyles(html, bundle);
  const module = MODULE.exec(styled)?.[0] ?? '';
  // The large file is asked for before anything runs; it is run when the page has been read.
  return styled
    .replace(EARLY, () => `${module}<script>${script}</script>`)
    .replace(new RegExp(`(${module.replace(/[/.?+*]/g, '\\$&')})([\\s\\S]*)\\1`), '$1$2')
    .replace(/>\s+</g, '><');
}

/** While the app is being worked on there are no files to ask for early. */
const UNBUILT = {
  languages: Object.fromEntries(LANGUAGES.map((tag) => [tag, ''])),
  session: [],
  meetings: {},
  figures: [],
  organisations: {},
};

export function page(): Plugin {
  return {
    name: 'kring-page',
    enforce: 'post',
    transformIndexHtml: {
      order: 'post',
      handler: (html, context) =>
        context.bundle
          ? html
          : withWords(html).replace(EARLY, () => `<script>${earlyScript(UNBUILT)}</script>`),
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const asset = bundle['index.html'];
        if (asset?.type !== 'asset') return;
        asset.source = withWords(finish(asset.source.toString(), bundle));
      },
    },
  };
}
