/** What the app says of itself when it is installed, in each language: a file for each. */
import type { Plugin } from 'vite';
import { LANGUAGES } from './texts.ts';

type Language = (typeof LANGUAGES)[number];

interface Words {
  description: string;
  prepare: string;
  actions: string;
  join: string;
}

const WORDS: Record<Language, Words> = {
  nl: {
    description: 'Intervisie met je groep: samen één vraag uit het werk onderzoeken.',
    prepare: 'Een casus voorbereiden',
    actions: 'Mijn acties',
    join: 'Meedoen met een code',
  },
  en: {
    description: 'Peer consultation with your group: one question from work, explored together.',
    prepare: 'Prepare a case',
    actions: 'My actions',
    join: 'Join with a code',
  },
  de: {
    description:
      'Kollegiale Beratung mit deiner Gruppe: gemeinsam eine Frage aus der Arbeit klären.',
    prepare: 'Einen Fall vorbereiten',
    actions: 'Meine Vorhaben',
    join: 'Mit einem Code mitmachen',
  },
};

const icon = (name: string, size: number, purpose: 'any' | 'maskable') => ({
  src: `/${name}.png`,
  sizes: `${size}x${size}`,
  type: 'image/png',
  purpose,
});

const shortcut = (name: string, url: string) => ({
  name,
  url,
  icons: [icon('icon-192', 192, 'any')],
});

/** The id is the same in each: changing the language does not install the app twice. */
const manifest = (lang: Language) => ({
  id: '/',
  name: 'Kring',
  short_name: 'Kring',
  description: WORDS[lang].description,
  lang,
  dir: 'ltr',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  background_color: '#f8f6f1',
  theme_color: '#f8f6f1',
  categories: ['business', 'education', 'productivity'],
  icons: [
    icon('icon-192', 192, 'any'),
    icon('icon-512', 512, 'any'),
    icon('icon-maskable-512', 512, 'maskable'),
  ],
  shortcuts: [
    shortcut(WORDS[lang].prepare, '/prepare'),
    shortcut(WORDS[lang].actions, '/actions'),
    shortcut(WORDS[lang].join, '/join'),
  ],
  /** The worker takes what is shared: it never goes to the server like this (sw/sharing.ts). */
  share_target: {
    action: '/share',
    method: 'POST',
    enctype: 'multipart/form-data',
    params: { title: 'title', text: 'text', url: 'url' },
  },
});

export function manifests(): Plugin {
  return {
    name: 'kring-manifests',
    generateBundle() {
      for (const language of LANGUAGES)
        this.emitFile({
          type: 'asset',
          fileName: `manifest.${language}.webmanifest`,
          source: JSON.stringify(manifest(language)),
        });
    },
  };
}
