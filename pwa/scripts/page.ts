/** Finishes index.html: the first styles and the early script go inside. */
import { readFileSync } from 'node:fs';
import type { Plugin, Rolldown } from 'vite';

import { LANGUAGES } from './texts.ts';

type Files = Record<string, string>;

function earlyScript(languages: Files, session: string[], meetings: Files): string {
  const source = readFileSync(new URL('../src/early.js', import.meta.url), 'utf8');
  return source
    .replace('__LANGUAGES__', JSON.stringify(languages))
    .replace('__SESSION__', JSON.stringify(session))
    .replace('__MEETINGS__', JSON.stringify(meetings))
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

function sessionFiles(bundle: Rolldown.OutputBundle): string[] {
  const names = Object.keys(bundle).filter((name) => /^assets\/Session-.*\.(js|css)$/.test(name));
  if (!names.length) throw new Error('the session screen was not built');
  return names.map((name) => `/${name}`);
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
  const texts = textFiles(bundle);
  const script = earlyScript(texts, sessionFiles(bundle), textFiles(bundle, 'meeting.'));
  const styled = inlineStyles(html, bundle);
  const module = MODULE.exec(styled)?.[0] ?? '';
  // The large file is asked for before anything runs; it is run when the page has been read.
  return styled
    .replace(EARLY, () => `${module}<script>${script}</script>`)
    .replace(new RegExp(`(${module.replace(/[/.?+*]/g, '\\$&')})([\\s\\S]*)\\1`), '$1$2')
    .replace(/>\s+</g, '><');
}

export function page(): Plugin {
  return {
    name: 'kring-page',
    enforce: 'post',
    transformIndexHtml: {
      order: 'post',
      handler: (html, context) =>
        context.bundle
          ? html
          : html.replace(
              EARLY,
              () =>
                `<script>${earlyScript(Object.fromEntries(LANGUAGES.map((tag) => [tag, ''])), [], {})}</script>`,
            ),
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const asset = bundle['index.html'];
        if (asset?.type !== 'asset') return;
        asset.source = finish(asset.source.toString(), bundle);
      },
    },
  };
}
