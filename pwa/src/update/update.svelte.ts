/** Registers the worker, and offers a new version when it is there: never in the middle of a meeting. */

let waiting = $state.raw<ServiceWorker>();

/** Whether a newer app is ready to take over. */
export const updateReady = (): boolean => waiting !== undefined;

interface TrustedScripts {
  createPolicy: (
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ) => { createScriptURL: (url: string) => string };
}

function workerUrl(): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedScripts };
  const policy = trustedTypes?.createPolicy('kring-worker', { createScriptURL: (url) => url });
  return policy?.createScriptURL('/worker.js') ?? '/worker.js';
}

function watch(registration: ServiceWorkerRegistration): void {
  const worker = registration.waiting ?? registration.installing;
  if (!worker || !navigator.serviceWorker.controller) return;
  const ready = () => {
    if (worker.state === 'installed') waiting = worker;
  };
  worker.addEventListener('statechange', ready);
  ready();
}

/** Milliseconds after which an app that stays open asks for a new version of itself. */
const ASK_AFTER = 60 * 60_000;

export async function watchForUpdates(): Promise<void> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  const registration = await navigator.serviceWorker.register(workerUrl());
  watch(registration);
  registration.addEventListener('updatefound', () => watch(registration));
  let asked = performance.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' || performance.now() - asked < ASK_AFTER) return;
    asked = performance.now();
    registration.update().catch(() => undefined);
  });
}

/** Lets the new version take over and loads the page anew. */
export function takeOver(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
  waiting?.postMessage('take-over');
}

const RELOADED = 'kring-reloaded';
/** Milliseconds within which a page that was loaded anew for a lost part is not loaded again. */
const ONCE_WITHIN = 60_000;

/** Resolves when a worker has everything that it needs, or has given up. */
const installed = (worker: ServiceWorker) =>
  new Promise<void>((done) => {
    const look = () => {
      if (worker.state !== 'installing') done();
    };
    worker.addEventListener('statechange', look);
    look();
  });

/** Loads the page anew, as the newest version: an older one would ask for the same part again. */
async function renew(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  await registration?.update();
  const worker = registration?.installing ?? registration?.waiting;
  if (!worker) {
    location.reload();
    return;
  }
  await installed(worker);
  waiting = worker;
  takeOver();
}

/** A part of an older version is gone from the server: load the page anew, once. */
addEventListener('vite:preloadError', (event) => {
  const last = Number(sessionStorage.getItem(RELOADED));
  // Without network the part is not stale but out of reach, and a reload would only cost what is being typed.
  if (!navigator.onLine || Date.now() - last < ONCE_WITHIN) return;
  event.preventDefault();
  sessionStorage.setItem(RELOADED, String(Date.now()));
  renew().catch(() => location.reload());
});
