/** What the app reads: the server's answer counts, and nothing waits for the device that need not. */
import { expect, test, vi } from 'vitest';
import { Refusal } from '../../src/api/client.ts';
import { keep } from '../../src/store/kept.ts';
import { Page } from '../../src/store/page.svelte.ts';

const refused = (status: number) =>
  Promise.reject<string>(new Refusal({ type: '/problems/no', title: '', status }));

test('who is not signed in is told so before the device has opened what it keeps', async () => {
  const opening = vi.spyOn(indexedDB, 'open').mockImplementation(() => new EventTarget() as never);
  const mine = new Page<string>('/never-opened');

  void mine.adopt(refused(401));

  await vi.waitFor(() => expect(mine.refusal?.problem.status).toBe(401));
  opening.mockRestore();
});

test('what was kept is shown where the server fails, and not where it no longer tells', async () => {
  await keep('/kept', 'as it was');
  const failing = new Page<string>('/kept');
  const gone = new Page<string>('/kept');

  await failing.adopt(refused(500));
  await gone.adopt(refused(404));

  expect(failing.value).toBe('as it was');
  expect(gone.value).toBeUndefined();
});
