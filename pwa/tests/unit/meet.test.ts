/** Who opens the app and says something at once is heard: the answer may come before the device has anything to show. */
import { expect, test, vi } from 'vitest';
import { outbox } from '../../src/outbox/outbox.svelte.ts';
import { me, meet } from '../../src/store/me.svelte.ts';

const PERSON = '01900000-0000-7000-8000-000000000001';

test('what is said in the first moment is taken, before the device has kept who this is', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({}, { status: 201 })));
  vi.stubGlobal('kringEarly', { me: Promise.resolve(Response.json({ person: PERSON })) });

  const meeting = meet();
  await vi.waitUntil(me, { interval: 0 });
  const command = { id: 'a', scope: 'me', method: 'PUT', path: '/me/proposals/a' } as const;
  await outbox.enqueue(command);

  expect(outbox.items.map(({ id, person }) => [id, person])).toEqual([['a', PERSON]]);
  await meeting;
});
