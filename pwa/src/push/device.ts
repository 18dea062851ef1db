/** Whether this device shows notifications: asked for only by who wants to be reminded, and kept up from then on. */
import { onDevice } from '../store/slips.ts';
import { ask } from '../api/client.ts';
import { isApple } from '../install/way.ts';
import { subscribe } from './browser.ts';

/** `install`: only once the app is on the home screen. `blocked`: the browser was told never to. */
export type Reach = 'ready' | 'install' | 'blocked' | 'none';

/** What went wrong with turning notifications on, as the texts call it. */
export type Obstacle = 'blocked' | 'slow' | 'failed';

export class NotReached extends Error {
  override name = 'NotReached';
  obstacle: Obstacle;

  constructor(obstacle: Obstacle, cause?: unknown) {
    super(obstacle, { cause });
    this.obstacle = obstacle;
  }
}

/** Whose notifications this device shows. */
const MARK = 'kring-push';
/** A browser may never answer: then this says so (milliseconds). */
export const PATIENCE = 20_000;

const isInstalled = () =>
  matchMedia('(display-mode: standalone)').matches ||
  ('standalone' in navigator && navigator.standalone === true);

export function reach(): Reach {
  const able = 'serviceWorker' in navigator && 'PushManager' in globalThis;
  if (!able || !('Notification' in globalThis))
    return isApple(navigator.userAgent, navigator.maxTouchPoints) && !isInstalled()
      ? 'install'
      : 'none';
  return Notification.permission === 'denied' ? 'blocked' : 'ready';
}

export const isOn = (person: string): boolean =>
  reach() === 'ready' && Notification.permission === 'granted' && onDevice.read(MARK) === person;

async function within<T>(task: Promise<T>, patience: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NotReached('slow')), patience);
  });
  try {
    return await Promise.race([task, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function connect(): Promise<void> {
  const { pushManager } = await navigator.serviceWorker.ready;
  await subscribe(pushManager);
}

/** Asks the person, subscribes and tells the house; throws {@link NotReached}. */
export async function turnOn(person: string, patience = PATIENCE): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') throw new NotReached('blocked');
  try {
    await within(connect(), patience);
  } catch (cause) {
    throw cause instanceof NotReached ? cause : new NotReached('failed', cause);
  }
  onDevice.write(MARK, person);
}

/** Shows no more notifications here; throws when the house cannot be told. */
export async function turnOff(): Promise<void> {
  await ask('DELETE', '/me/push-subscriptions/this-device');
  onDevice.write(MARK, null);
  const registration = await navigator.serviceWorker.getRegistration();
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

/** Who used the device before gets no more notifications on it; whoever uses it now is asked first. */
export async function keepUp(person: string): Promise<void> {
  const whose = onDevice.read(MARK);
  if (whose === null) return;
  if (whose === person && isOn(person)) return within(connect(), PATIENCE);
  // Who took the permission back in the browser is to be reminded in another way, and told so.
  if (whose === person) await ask('DELETE', '/me/push-subscriptions/this-device');
  onDevice.write(MARK, null);
  const registration = await navigator.serviceWorker.getRegistration();
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}
