/** How the app is built: one small first chunk, styles and the early script inside the page, a strict CSP beside it. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { VitePWA } from 'vite-plugin-pwa';
import { apiDocs } from './scripts/docs.ts';
import { manifests } from './scripts/manifest.ts';
import { page } from './scripts/page.ts';

/** The page itself asks for it: no screen that comes later need name it. */
const ALWAYS_THERE = /assets\/main-/;

export default defineConfig({
  plugins: [
    svelte(),
    page(),
    apiDocs(),
    manifests(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/sw',
      filename: 'worker.ts',
      injectRegister: false,
      includeManifestIcons: false,
      manifest: false,
      injectManifest: {
        globPatterns: ['index.html', 'icon.svg', 'assets/*.{js,css}'],
        globIgnores: [
          'assets/{Lead,Screen,Cards,CardPick,NoteFor,Scribe,Qr,FormGroup,Organisation,Administration,MethodScreens,Uptake,saying}-*',
          // These do nothing without the server.
          'assets/{Agreement,Arrange,Arrangement,ArrangementForm,Belonging,Me,ProofScreens,SignIn,PasskeyFault,esm}-*',
          // Help that needs the server: without network it is silent.
          'assets/{QuestionHint,Totals,MyQuestions,GroupHelp,Kinds}-*',
          'assets/Remind-*',
          // What only some methods need comes with the first meeting that needs it, and is kept from then on.
          'assets/{parts,roles}-*',
          'assets/{organisation,craft,guide,method,parts,proof}.*',
        ],
        rollupFormat: 'iife',
      },
    }),
  ],
  build: {
    target: ['chrome111', 'safari16.4', 'firefox115'],
    cssTarget: ['chrome123', 'safari17.5', 'firefox120'],
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, files, { hostType }) =>
        hostType === 'html' ? files : files.filter((file) => !ALWAYS_THERE.test(file)),
    },
    assetsInlineLimit: 0,
    // The first chunk names all the others: each letter of a name counts against its budget.
    rolldownOptions: {
      output: {
        // A phone asks for six files at a time: what comes first is one, and so are the small parts that screens share.
        codeSplitting: {
          groups: [
            { name: 'first', tags: ['$initial'] },
            { name: 'ui', test: /src\/ui\// },
          ],
        },
        entryFileNames: 'assets/main-[hash:7].js',
        chunkFileNames: 'assets/[name]-[hash:7].js',
        assetFileNames: 'assets/[name]-[hash:7][extname]',
      },
    },
  },
  server: { proxy: { '/api': 'http://localhost:8000' } },
  test: {
    include: ['tests/unit/**/*.test.ts'],
    environment: 'node',
    setupFiles: ['tests/unit/setup.ts'],
  },
});
