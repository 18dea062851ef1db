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

precacheAndRoute(self.__WB_MANIFEST);
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

/** Keeps the newest parts only: enough for three releases of the app. */
async function prune(): Promise<void> {
  const cache = await caches.open(LATER);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, -60).map((key) => cache.delete(key)));
}

self.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void self.skipWaiting();
});
self.addEventListener('activate', (event) =>
  event.waitUntil(Promise.all([self.clients.claim(), prune()])),
);
