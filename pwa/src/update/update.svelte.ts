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

export async function watchForUpdates(): Promise<void> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  const registration = await navigator.serviceWorker.register(workerUrl());
  watch(registration);
  registration.addEventListener('updatefound', () => watch(registration));
}

/** Lets the new version take over and loads the page anew. */
export function takeOver(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
  waiting?.postMessage('take-over');
}

const RELOADED = 'kring-reloaded';

/** A part of an older version is gone from the server: load the page anew, once. */
addEventListener('vite:preloadError', (event) => {
  // Without network the part is not stale but out of reach, and a reload would only cost what is being typed.
  if (!navigator.onLine || sessionStorage.getItem(RELOADED)) return;
  event.preventDefault();
  sessionStorage.setItem(RELOADED, 'yes');
  location.reload();
});
