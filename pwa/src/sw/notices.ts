/** Notifications: each is shown, says nothing of what it is about, and leads to its screen. */
import { subscribe } from '../push/browser.ts';
import { keepForTap } from './fortap.ts';

declare const self: ServiceWorkerGlobalScope;

interface Notice {
  title: string;
  body: string;
  navigate: string;
  tag: string;
  lang: string;
}

/** What is shown when a message cannot be read: a browser withdraws the permission of who shows nothing. */
const UNREADABLE: Notice = { title: 'Kring', body: '', navigate: '/', tag: 'kring', lang: 'nl' };

function read(data: PushMessageData | null): Notice {
  try {
    const told = data?.json() as { notification?: Partial<Notice> } | undefined;
    return { ...UNREADABLE, ...told?.notification };
  } catch {
    return UNREADABLE;
  }
}

/** Shows on the app's icon how much waits; without network, or signed out, it stays as it was. */
async function badge(): Promise<void> {
  const answer = await fetch('/api/v1/me/waiting');
  if (!answer.ok || !('setAppBadge' in navigator)) return;
  const { count } = (await answer.json()) as { count: number };
  await navigator.setAppBadge(count);
}

async function show(data: PushMessageData | null): Promise<void> {
  const { title, body, navigate, tag, lang } = read(data);
  const shown = { body, tag, lang, icon: '/icon-192.png', data: navigate };
  await self.registration.showNotification(title, shown);
  await Promise.allSettled([badge(), keepForTap()]);
}

/** Only a screen of ours is opened, whatever a message says. */
function pathOf(navigate: unknown): string {
  const url = new URL(typeof navigate === 'string' ? navigate : '/', location.origin);
  return url.origin === location.origin ? url.pathname : '/';
}

async function open(path: string): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window' });
  const [there] = windows.toSorted((one, other) => Number(other.focused) - Number(one.focused));
  if (!there) {
    await self.clients.openWindow(path);
    return;
  }
  there.postMessage({ opens: path });
  // A browser that does not let itself be brought to the front shows it when it is looked at.
  await there.focus().catch(() => undefined);
}

export function handleNotices(): void {
  self.addEventListener('push', (event) => event.waitUntil(show(event.data)));
  self.addEventListener('notificationclick', (event) => {
    event.notification.close();
    event.waitUntil(open(pathOf(event.notification.data)));
  });
  self.addEventListener('pushsubscriptionchange', (event) =>
    (event as ExtendableEvent).waitUntil(
      subscribe(self.registration.pushManager).catch(() => undefined),
    ),
  );
}
