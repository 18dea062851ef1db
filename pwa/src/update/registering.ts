/** Gets the worker onto the device, also where the network goes while it is fetched: a meeting has no second first moment. */

/** Milliseconds until the next try, doubled each time up to the longest. */
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 300_000;

/** Whether a worker that is being installed got everything that it needs. */
const gotAll = (worker: ServiceWorker): Promise<boolean> =>
  new Promise((done) => {
    const look = () => {
      if (worker.state !== 'installing') done(worker.state !== 'redundant');
    };
    worker.addEventListener('statechange', look);
    look();
  });

/** Registers until the device has a worker: this version's, or an older one that goes on. */
export async function registered(
  workers: ServiceWorkerContainer,
  url: string,
): Promise<ServiceWorkerRegistration> {
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    try {
      const registration = await workers.register(url);
      const { active, installing } = registration;
      if (active || !installing || (await gotAll(installing))) return registration;
    } catch {
      /* It is asked for again. */
    }
    await new Promise((next) => setTimeout(next, pause));
  }
}
