/** Finishes index.html: styles and the early script go inside, and the policy that allows exactly these is written. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin, Rolldown } from 'vite';

const LANGUAGES = ['nl', 'en'];

const hashOf = (source: string) =>
  `'sha256-${createHash('sha256').update(source, 'utf8').digest('base64')}'`;

function earlyScript(languages: Record<string, string>, session: string[]): string {
  const source = readFileSync(new URL('../src/early.js', import.meta.url), 'utf8');
  return source
    .replace('__LANGUAGES__', JSON.stringify(languages))
    .replace('__SESSION__', JSON.stringify(session))
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}

function languageChunks(bundle: Rolldown.OutputBundle): Record<string, string> {
  const found = Object.values(bundle).flatMap((chunk) => {
    const language = LANGUAGES.find(
      (tag) => chunk.type === 'chunk' && chunk.facadeModuleId?.endsWith(`/generated/${tag}.ts`),
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

function inlineStyles(html: string, bundle: Rolldown.OutputBundle): { html: string; css: string } {
  let css = '';
  const without = html.replace(
    /<link rel="stylesheet"[^>]*href="\/([^"]+)"[^>]*>/g,
    (_, name: string) => {
      const asset = bundle[name];
      if (asset?.type !== 'asset')
        throw new Error(`${name} is named by the page but was not built`);
      css += asset.source.toString();
      Reflect.deleteProperty(bundle, name);
      return '';
    },
  );
  css = css.trim();
  return { html: without.replace('</head>', () => `<style>${css}</style></head>`), css };
}

function policy(script: string, css: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${hashOf(script)}`,
    `style-src 'self' ${hashOf(css)}`,
    "connect-src 'self'",
    "img-src 'self' data:",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types svelte-trusted-html kring-worker',
  ].join('; ');
}

const EARLY = /<script>\s*\/\* early \*\/\s*<\/script>/;
const MODULE = /<script type="module"[^>]*><\/script>/;

function finish(html: string, bundle: Rolldown.OutputBundle): { html: string; csp: string } {
  const script = earlyScript(languageChunks(bundle), sessionFiles(bundle));
  const styled = inlineStyles(html, bundle);
  const module = MODULE.exec(styled.html)?.[0] ?? '';
  const done = styled.html
    .replace(EARLY, () => `<script>${script}</script>${module}`)
    .replace(new RegExp(`(${module.replace(/[/.?+*]/g, '\\$&')})([\\s\\S]*)\\1`), '$1$2')
    .replace(/>\s+</g, '><');
  return { html: done, csp: policy(script, styled.css) };
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
          : html.replace(EARLY, () => `<script>${earlyScript({ nl: '', en: '' }, [])}</script>`),
    },
    generateBundle(_, bundle) {
      const asset = bundle['index.html'];
      if (asset?.type !== 'asset') return;
      const done = finish(asset.source.toString(), bundle);
      asset.source = done.html;
      this.emitFile({ type: 'asset', fileName: 'csp.txt', source: `${done.csp}\n` });
    },
  };
}
