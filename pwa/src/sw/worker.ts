/** Serves the app without network: the participant's part at once, the rest after its first use; never the API. Shows notifications. */
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { handleNotices } from './notices.ts';
import { share } from './sharing.ts';

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: { url: string; revision: string | null }[];
};

const LATER = 'kring-later';
/** Parts that are kept beside those of this version: enough for three releases of the app. */
const KEPT = 300;
const files: { url: string; revision: string | null }[] = self.__WB_MANIFEST;

/** The same texts come in every language: a device keeps those that it speaks. */
const TEXTS = /\/assets\/(?:[a-z]+\.)?(nl|en|de)-/;
const languageOf = (url: string) => TEXTS.exec(`/${url}`)?.[1];

precacheAndRoute(files.filter(({ url }) => !languageOf(url)));
cleanupOutdatedCaches();
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), {
    denylist: [/^\/api\//, /^\/health\//, /\.[a-z]+$/],
  }),
);

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname === '/share',
  ({ request }) => share(request),
  'POST',
);

async function keptOrFetched(request: Request): Promise<Response> {
  const cache = await caches.open(LATER);
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/assets/'),
  ({ request }) => keptOrFetched(request),
);

/** A meeting that goes on in an older tab needs the parts it began with: they stay when this version takes over. */
async function keepOlder(): Promise<void> {
  const ours = new Set(files.map(({ url }) => new URL(url, location.href).pathname));
  const later = await caches.open(LATER);
  for (const name of await caches.keys()) {
    if (!name.includes('-precache-')) continue;
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const { pathname } = new URL(request.url);
      const kept = await cache.match(request);
      if (kept && pathname.startsWith('/assets/') && !ours.has(pathname))
        await later.put(request, kept);
    }
  }
}

/** The languages that were read here, and the one that a newcomer is shown. */
async function spoken(): Promise<Set<string | undefined>> {
  const read = await (await caches.open(LATER)).keys();
  const tags = navigator.languages.map((tag) => tag.slice(0, 2));
  const own = tags.find((tag) => ['nl', 'en', 'de'].includes(tag)) ?? 'nl';
  return new Set([own, ...read.map(({ url }) => languageOf(url))]);
}

async function keepTexts(languages: Set<string | undefined>): Promise<void> {
  const cache = await caches.open(LATER);
  const texts = files.flatMap(({ url }) => {
    const language = languageOf(url);
    return language && languages.has(language) ? [url] : [];
  });
  const there = await Promise.all(texts.map((url) => cache.match(url)));
  await cache.addAll(texts.filter((_, nth) => !there[nth]));
}

/** Keeps the newest parts only. */
async function prune(): Promise<void> {
  const cache = await caches.open(LATER);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, -KEPT).map((key) => cache.delete(key)));
}

handleNotices();
self.addEventListener('message', (event) => {
  const data = event.data as string | { speaks: string };
  if (data === 'take-over') void self.skipWaiting();
  else if (typeof data === 'object') event.waitUntil(keepTexts(new Set([data.speaks])));
});
self.addEventListener('install', (event) =>
  event.waitUntil(Promise.all([keepOlder(), spoken().then(keepTexts)])),
);
self.addEventListener('activate', (event) =>
  event.waitUntil(Promise.all([self.clients.claim(), prune()])),
);
