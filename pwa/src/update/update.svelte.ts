/** Registers the worker, and offers a new version when it is there: never in the middle of a meeting. */
import { registered } from './registering.ts';
import { takeOver } from './takeover.ts';

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
  const registration = await registered(navigator.serviceWorker, workerUrl());
  watch(registration);
  registration.addEventListener('updatefound', () => watch(registration));
  let asked = performance.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' || performance.now() - asked < ASK_AFTER) return;
    asked = performance.now();
    registration.update().catch(() => undefined);
  });
}

/** Lets the new version take over. */
export const renew = (): void => waiting && takeOver(waiting);
