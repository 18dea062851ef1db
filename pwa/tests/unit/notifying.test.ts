/** A device that shows notifications: asked only by who wants them, and nobody else's afterwards. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepWishes } from '../../src/remind/wishes.svelte.ts';
import { isOn, keepUp, NotReached, reach, turnOff, turnOn } from '../../src/push/device.ts';

const KEY = 'BAEC';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1';
const ANDROID = 'Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15';

interface Json {
  endpoint: string;
}

/** A browser with one subscription at most, as the standard has it, and a house that answers it. */
class Browser {
  permission: NotificationPermission = 'default';
  says: NotificationPermission = 'granted';
  asked = 0;
  key: Uint8Array | null = null;
  made = 0;
  answers: () => Promise<void> = () => Promise.resolve();
  told: string[] = [];
  house = 204;
  /** The address that the house has of this device. */
  known: string | null = null;
  /** Whether another device of this person shows notifications. */
  elsewhere = false;
  wanted: string[] | undefined;

  /** Stands in the place of the globals that a page has. */
  stand(userAgent = ANDROID, able = true, installed = false, maxTouchPoints = 5): void {
    const registration = { pushManager: this.manager() };
    const serviceWorker = {
      ready: Promise.resolve(registration),
      getRegistration: () => Promise.resolve(registration),
    };
    vi.stubGlobal('navigator', {
      userAgent,
      maxTouchPoints,
      ...(able ? { serviceWorker } : {}),
    });
    vi.stubGlobal('matchMedia', () => ({ matches: installed }));
    vi.stubGlobal('fetch', (place: string, asked: RequestInit = {}) => this.answer(place, asked));
    if (!able) return;
    vi.stubGlobal('PushManager', Object);
    const permission = () => this.permission;
    vi.stubGlobal('Notification', {
      get permission() {
        return permission();
      },
      requestPermission: () => {
        this.asked += 1;
        this.permission = this.says;
        return Promise.resolve(this.says);
      },
    });
  }

  private answer(place: string, { method = 'GET', body }: RequestInit): Promise<Response> {
    if (place.endsWith('/push/key')) return Promise.resolve(Response.json({ key: KEY }));
    if (method === 'GET') {
      const devices = [
        ...(this.known ? [{ current: true }] : []),
        ...(this.elsewhere ? [{ current: false }] : []),
      ];
      return Promise.resolve(Response.json({ devices }));
    }
    if (place.endsWith('/me/reminders')) {
      this.wanted = (JSON.parse(body as string) as { channels: string[] }).channels;
      return Promise.resolve(Response.json({ version: 1, position: 1 }));
    }
    this.told.push(method);
    if (this.house === 204)
      this.known = method === 'PUT' ? (JSON.parse(body as string) as Json).endpoint : null;
    return Promise.resolve(
      this.house === 204
        ? new Response(null, { status: 204 })
        : Response.json(
            { type: 'x/refused', title: '', status: this.house },
            { status: this.house },
          ),
    );
  }

  private manager() {
    const subscription = () => ({
      options: { applicationServerKey: this.key?.buffer ?? null },
      toJSON: () => ({
        endpoint: `https://push.example/${this.made}`,
        keys: { p256dh: 'p', auth: 'a' },
      }),
      unsubscribe: () => {
        this.key = null;
        return Promise.resolve(true);
      },
    });
    return {
      getSubscription: () => Promise.resolve(this.key ? subscription() : null),
      subscribe: async ({ applicationServerKey }: { applicationServerKey: Uint8Array }) => {
        await this.answers();
        this.key = applicationServerKey;
        this.made += 1;
        return subscription();
      },
    };
  }
}

let browser: Browser;

beforeEach(() => {
  localStorage.removeItem('kring-push');
  browser = new Browser();
  browser.stand();
});
afterEach(() => vi.unstubAllGlobals());

test('nobody is asked before they want it, and then once', async () => {
  expect([reach(), isOn('anna'), browser.asked]).toEqual(['ready', false, 0]);

  await turnOn('anna');

  expect(browser.asked).toBe(1);
  expect(browser.told).toEqual(['PUT']);
  expect(isOn('anna')).toBe(true);
});

test('an iPhone or iPad shows notifications once the app is on its home screen, other browsers may never', () => {
  vi.unstubAllGlobals();
  browser.stand(IPHONE, false);
  expect(reach()).toBe('install');
  browser.stand(MAC, false);
  expect(reach()).toBe('install');
  browser.stand(MAC, false, false, 0);
  expect(reach()).toBe('none');
  browser.stand(IPHONE, false, true);
  expect(reach()).toBe('none');
  browser.stand(ANDROID, false);
  expect(reach()).toBe('none');
});

test('who says no to the browser is told that it is blocked, and nothing is subscribed', async () => {
  browser.says = 'denied';

  await expect(turnOn('anna')).rejects.toMatchObject({ obstacle: 'blocked' });

  expect([reach(), isOn('anna'), browser.made, browser.told]).toEqual(['blocked', false, 0, []]);
});

test('a browser that never answers is not waited for', async () => {
  browser.answers = () => new Promise(() => undefined);

  await expect(turnOn('anna', 5)).rejects.toMatchObject({ obstacle: 'slow' });

  expect(isOn('anna')).toBe(false);
});

test('a house or a push service that says no leaves notifications off', async () => {
  browser.house = 422;
  await expect(turnOn('anna')).rejects.toBeInstanceOf(NotReached);
  browser.house = 204;
  browser.key = null;
  browser.answers = () => Promise.reject(new DOMException('no', 'AbortError'));
  await expect(turnOn('anna')).rejects.toMatchObject({ obstacle: 'failed' });

  expect(isOn('anna')).toBe(false);
});

test('a device that is started again shows that it lives, and subscribes anew when the house has another key', async () => {
  await turnOn('anna');
  await keepUp('anna');
  expect([browser.made, browser.told]).toEqual([1, ['PUT', 'PUT']]);

  browser.key = new Uint8Array([9, 9, 9]);
  await keepUp('anna');

  expect(browser.made).toBe(2);
  expect(browser.key).toEqual(new Uint8Array([4, 1, 2]));
});

test('a device that the house forgot gets an address that its push service knows', async () => {
  await turnOn('anna');
  browser.known = null;

  await keepUp('anna');

  expect([browser.made, browser.known]).toEqual([2, 'https://push.example/2']);
});

test('who uses the device next is not shown the notifications of who did before', async () => {
  await turnOn('anna');

  await keepUp('bo');

  expect([browser.key, isOn('anna'), isOn('bo')]).toEqual([null, false, false]);
  expect(browser.asked).toBe(1);
});

test('the house is told when somebody takes the permission back in the browser, and again when it was not reached', async () => {
  await turnOn('anna');
  browser.permission = 'denied';
  browser.house = 503;
  await expect(keepUp('anna')).rejects.toThrow();

  browser.house = 204;
  await keepUp('anna');
  await keepUp('anna');

  expect(browser.told).toEqual(['PUT', 'DELETE', 'DELETE']);
  expect(browser.key).toBeNull();
});

test('a device on which nobody wanted notifications is left alone', async () => {
  await keepUp('anna');

  expect([browser.asked, browser.told]).toEqual([0, []]);
});

test('turning off tells the house first: what it does not know of stays on', async () => {
  await turnOn('anna');
  browser.house = 503;
  await expect(turnOff()).rejects.toThrow();
  expect(isOn('anna')).toBe(true);

  browser.house = 204;
  await turnOff();

  expect([isOn('anna'), browser.key]).toEqual([false, null]);
});

test.each([true, false])(
  'notifications turned off on one device stay on where another shows them (%s)',
  async (elsewhere) => {
    await turnOn('anna');
    browser.elsewhere = elsewhere;
    const choice = { occasions: [], hour: '09:00', quiet: null, paused_until: null };

    await keepWishes({ ...choice, channels: ['mail', 'push'] }, 'anna', false);

    expect([isOn('anna'), browser.known]).toEqual([false, null]);
    expect(browser.wanted).toEqual(elsewhere ? ['mail', 'push'] : ['mail']);
  },
);
