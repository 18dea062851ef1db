/** Serves the app without network: the participant's part at once, the rest after its first use; never the API. */
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: { url: string; revision: string | null }[];
};

const LATER = 'kring-later';
/** Parts that are kept beside those of this version: enough for three releases of the app. */
const KEPT = 300;
const files: { url: string; revision: string | null }[] = self.__WB_MANIFEST;

precacheAndRoute(files);
cleanupOutdatedCaches();
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), {
    denylist: [/^\/api\//, /^\/health\//, /\.[a-z]+$/],
  }),
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

/** Keeps the newest parts only. */
async function prune(): Promise<void> {
  const cache = await caches.open(LATER);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, -KEPT).map((key) => cache.delete(key)));
}

self.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void self.skipWaiting();
});
self.addEventListener('install', (event) => event.waitUntil(keepOlder()));
self.addEventListener('activate', (event) =>
  event.waitUntil(Promise.all([self.clients.claim(), prune()])),
);
