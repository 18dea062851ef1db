/** What the app reads: the server's answer counts, and nothing waits for the device that need not. */
import { expect, test, vi } from 'vitest';
import { Refusal } from '../../src/api/client.ts';
import { keep, kept } from '../../src/store/kept.ts';
import { forgetPages, leavePages, page, Page } from '../../src/store/page.svelte.ts';

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

test('an answer that was asked for before another and comes after it changes nothing', async () => {
  const asked = new Page<string>('/overtaken');
  const late = Promise.withResolvers<string>();

  const first = asked.adopt(late.promise);
  await asked.adopt(Promise.resolve('with what was just said'));
  expect(asked.loading).toBe(true);
  late.resolve('without it');
  await first;

  expect(asked.value).toBe('with what was just said');
  expect(await kept('/overtaken')).toBe('with what was just said');
  expect(asked.loading).toBe(false);
});

test('a refusal that comes too late takes nothing away', async () => {
  const asked = new Page<string>('/refused-late');
  const late = Promise.withResolvers<string>();

  const first = asked.adopt(late.promise);
  await asked.adopt(Promise.resolve('mine'));
  late.reject(await refused(404).catch((fault: unknown) => fault));
  await first;

  expect(asked.value).toBe('mine');
  expect(asked.refusal).toBeUndefined();
});

test('what was erased does not come back with an answer that was under way', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ cases: [] })));
  const history = page<{ cases: string[] }>('/history-under-way');
  const late = Promise.withResolvers<{ cases: string[] }>();

  const first = history.adopt(late.promise);
  leavePages(['a-case']);
  late.resolve({ cases: ['a-case'] });
  await first;

  expect(history.value).toEqual({ cases: [] });
  expect(await kept('/history-under-way')).toEqual({ cases: [] });
  vi.unstubAllGlobals();
});

test('what was under way for who has left is neither shown nor kept', async () => {
  const mine = page<string>('/of-who-left');
  const late = Promise.withResolvers<string>();

  const reading = mine.adopt(late.promise);
  forgetPages();
  late.resolve('theirs');
  await reading;

  expect(mine.value).toBeUndefined();
  expect(await kept('/of-who-left')).toBeUndefined();
});
