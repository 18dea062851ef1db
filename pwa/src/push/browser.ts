/** One subscription for this browser, made with the key that the house has now; for the app and for its worker. */

const PLACES = '/api/v1/me/push-subscriptions';
const PLACE = `${PLACES}/this-device`;

const bytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    atob(
      text
        .replaceAll('-', '+')
        .replaceAll('_', '/')
        .padEnd(Math.ceil(text.length / 4) * 4, '='),
    ),
    (letter) => letter.charCodeAt(0),
  );

const isOf = (subscription: PushSubscription, key: Uint8Array): boolean => {
  const known = subscription.options.applicationServerKey;
  return known !== null && new Uint8Array(known).every((byte, at) => byte === key[at]);
};

/** Throws what the browser or the network says. */
async function told(request: Promise<Response>): Promise<Response> {
  const response = await request;
  if (!response.ok) throw new Error(`the house answered ${response.status}`);
  return response;
}

interface Devices {
  devices: { current: boolean }[];
}

/** False when the house forgot this device, because its push service no longer knew the address or nothing was heard of it. */
async function isKnown(): Promise<boolean> {
  const answer = await told(fetch(PLACES));
  return ((await answer.json()) as Devices).devices.some(({ current }) => current);
}

/**
 * Subscribes and tells the house; saying it again shows that the device lives.
 *
 * It subscribes anew where the house has another key or forgot this device: a browser goes on giving an
 * address that its push service has long dropped.
 */
export async function subscribe(push: PushManager): Promise<void> {
  const answer = (await (await told(fetch('/api/v1/push/key'))).json()) as { key: string };
  const applicationServerKey = bytes(answer.key);
  let known = await push.getSubscription();
  if (known && !(isOf(known, applicationServerKey) && (await isKnown()))) {
    await known.unsubscribe();
    known = null;
  }
  const made = known ?? (await push.subscribe({ userVisibleOnly: true, applicationServerKey }));
  const { endpoint, keys } = made.toJSON();
  await told(
    fetch(PLACE, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ endpoint, keys }),
    }),
  );
}
