/** A part of an older version is gone from the server: loads the page anew, once. */
import { inTab } from '../store/slips.ts';
import { takeOver } from './takeover.ts';

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
  takeOver(worker);
}

/** Whether the server answers: a device may believe that it is online and reach nothing. */
const reachable = (): Promise<boolean> =>
  fetch('/', { method: 'HEAD', cache: 'no-store' }).then(
    () => true,
    () => false,
  );

/** Loads the page anew where the server could give it: elsewhere that would cost the page and what is typed. */
async function renewIfReachable(): Promise<void> {
  if (!(await reachable())) return;
  inTab.write(RELOADED, String(Date.now()));
  await renew().catch(() => location.reload());
}

addEventListener('vite:preloadError', (event) => {
  const last = Number(inTab.read(RELOADED));
  // Without network the part is not stale but out of reach, and a reload would only cost what is being typed.
  if (!navigator.onLine || Date.now() - last < ONCE_WITHIN) return;
  event.preventDefault();
  void renewIfReachable();
});
