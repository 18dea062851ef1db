/* The kill switch: takes the place of a worker that went wrong, and removes itself and everything it cached. */
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => {
  async function leave() {
    for (const name of await caches.keys()) await caches.delete(name);
    await self.registration.unregister();
    for (const page of await self.clients.matchAll({ type: 'window' })) await page.navigate(page.url);
  }
  event.waitUntil(leave());
});
