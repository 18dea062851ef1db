/** What the page does before the app runs, and what the app takes from it. */
import { afterEach, expect, test, vi } from 'vitest';
import { withWords } from '../../scripts/page.ts';

const answer = () => Promise.resolve(Response.json({ from: 'the page' }));

afterEach(() => {
  vi.resetModules();
  vi.unstubAllGlobals();
});

test('the page says a text of the app in every language', () => {
  const said = withWords('<p>{join.enter}</p>');

  expect(said).toBe(
    '<p><span lang="nl">Meedoen</span><span lang="en">Join</span><span lang="de">Mitmachen</span></p>',
  );
});

test.each(['{stranger.gone}', '{home.hello}'])('the page cannot say %s', (text) => {
  expect(() => withWords(`<p>${text}</p>`)).toThrow('the page cannot say');
});

test('what the page asked for already is taken once', async () => {
  const fetched = vi.fn(() => Promise.resolve(Response.json({ from: 'the app' })));
  vi.stubGlobal('kringEarly', { ahead: { '/periods': answer() } });
  vi.stubGlobal('fetch', fetched);
  const { get } = await import('../../src/api/client.ts');

  expect(await get('/periods')).toEqual({ from: 'the page' });
  expect(fetched).not.toHaveBeenCalled();
  expect(await get('/periods')).toEqual({ from: 'the app' });
});

test('what the page asked for is told to nobody once who is here is asked anew', async () => {
  const fetched = vi.fn(() => Promise.resolve(Response.json({ from: 'the app' })));
  vi.stubGlobal('kringEarly', { ahead: { '/periods': answer() } });
  vi.stubGlobal('fetch', fetched);
  const { get } = await import('../../src/api/client.ts');

  await get('/me');

  expect(await get('/periods')).toEqual({ from: 'the app' });
});

test('after one failure everything is asked anew', async () => {
  const failed = Promise.reject(new TypeError('offline'));
  vi.stubGlobal('kringEarly', { ahead: { '/periods': failed, '/definitions': answer() } });
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ from: 'the app' })));
  const { get } = await import('../../src/api/client.ts');

  expect(await get('/periods')).toEqual({ from: 'the app' });
  expect(await get('/definitions')).toEqual({ from: 'the app' });
});

test('who went to another screen is told nothing old', async () => {
  vi.stubGlobal('kringEarly', { ahead: { '/periods': answer() } });
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ from: 'the app' })));
  vi.stubGlobal('history', { pushState: () => undefined });
  vi.stubGlobal('scrollTo', () => undefined);
  const { go } = await import('../../src/router.svelte.ts');
  const { get } = await import('../../src/api/client.ts');

  go('/sign-in');

  expect(await get('/periods')).toEqual({ from: 'the app' });
});
