/** What an own method goes through on the workbench: copied, put into order, taken back. */
import { afterEach, expect, test, vi } from 'vitest';
import type { Method, Step } from '../../src/api/wire.ts';
import { ofGroup, ownId, pathOf, within } from '../../src/method/place.ts';
import {
  added,
  copyOf,
  fileName,
  freeKey,
  gateOf,
  having,
  minutesOf,
  moved,
  opened,
  otherMinutes,
  saidIn,
  unfilled,
} from '../../src/method/shape.ts';
import { begin, begun, throwAway, Workbench } from '../../src/method/workbench.svelte.ts';
import { KINDS, SPEAKERS, STANCES, TURNS, VISIBILITIES } from '../../src/method/vocabulary.ts';
import nl from '../../messages/method/nl.json' with { type: 'json' };

const words = (nl: string, en = nl, de?: string) => ({ nl, en, ...(de ? { de } : {}) });

const step = (key: string, minutes: number, ...kinds: Step['kinds']): Step => ({
  key,
  title: words(key),
  purpose: words('waarvoor'),
  speakers: ['members'],
  turns: ['round'],
  stance: 'takes_part',
  kinds,
  minutes,
  tip: words('tip'),
});

const ASK = step('ask', 25, 'question');
const TELL = step('tell', 5, 'description');
const METHOD: Method = {
  key: 'basis6',
  version: 1,
  names: words('Basis', 'Basic', 'Grund'),
  when: words('altijd', 'always'),
  avoid: words('nooit', 'never'),
  size_min: 4,
  size_max: 8,
  advice_mode: 'round',
  steps: [
    step('tell', 5, 'description'),
    step('ask', 25, 'question'),
    step('advise', 15, 'advice'),
  ],
};
const PLACE = ofGroup('0190b3c4-0000-7000-8000-000000000001');
const ID = '0190b3c4-0000-7000-8000-0000000000aa';

afterEach(() => vi.unstubAllGlobals());

test('a step moves to another place, and stays where there is none', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  expect(moved(['a', 'b'], 1, 2)).toEqual(['a', 'b']);
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
});

test('every step keeps a key of its own', () => {
  expect(freeKey(METHOD.steps, 'close')).toBe('close');
  expect(freeKey(METHOD.steps, 'ask')).toBe('ask_2');
  const steps = added(added(METHOD.steps, ASK, 2), ASK, 3);
  expect(steps.map(({ key }) => key)).toEqual(['tell', 'ask', 'ask_2', 'ask_3', 'advise']);
});

test('a copy is called a copy in each language and shares nothing with what it was', () => {
  const copy = copyOf(METHOD, (name) => `Kopie van ${name}`);
  Object.assign(copy.steps[0] ?? {}, { minutes: 50 });

  expect(copy.names).toEqual(words('Kopie van Basis', 'Kopie van Basic', 'Kopie van Grund'));
  expect(TELL.minutes).toBe(5);
});

test('words that only repeat another language are open to be written', () => {
  expect(unfilled(words('De onze', 'De onze'))).toEqual({ nl: 'De onze', en: '' });
  expect(unfilled(words('Unsere', 'Unsere', 'Unsere'))).toEqual({ nl: '', en: '', de: 'Unsere' });
  expect(unfilled(words('a', 'b', 'c'))).toEqual(words('a', 'b', 'c'));
  expect(opened(METHOD).steps[0]?.purpose).toEqual({ nl: 'waarvoor', en: '' });
});

test('a text is shown in another language when its own is empty', () => {
  expect(saidIn({ nl: '', en: '', de: 'da' }, 'nl')).toBe('da');
  expect(saidIn(METHOD.names, 'de')).toBe('Grund');
});

test('time and advice follow the steps', () => {
  expect(minutesOf(METHOD)).toBe(45);
  expect(gateOf(METHOD)).toBe(2);
  expect(gateOf({ steps: METHOD.steps.slice(0, 2) })).toBeUndefined();
  expect([otherMinutes(1, -1), otherMinutes(10, -1), otherMinutes(15, -1)]).toEqual([1, 9, 10]);
  expect([otherMinutes(9, 1), otherMinutes(10, 1), otherMinutes(480, 1)]).toEqual([10, 15, 480]);
});

test('what can be done keeps its order', () => {
  expect(having(KINDS, ['answer'], 'question', true)).toEqual(['question', 'answer']);
  expect(having(KINDS, ['question', 'answer'], 'question', false)).toEqual(['answer']);
});

test('everything that a step can be has words', () => {
  const keys = [
    ...KINDS.map((kind) => `does.${kind}`),
    ...SPEAKERS.map((one) => `speaker.${one}`),
    ...TURNS.map((one) => `goes.${one}`),
    ...STANCES.map((one) => `stance.${one}`),
    ...VISIBILITIES.map((one) => `sees.${one}`),
  ];
  expect(keys.filter((key) => !(key in nl))).toEqual([]);
});

test('an own method is found where it belongs', () => {
  const key = `own_${ID.replaceAll('-', '')}`;
  expect(ownId(key)).toBe(ID);
  expect(ownId('basis6')).toBeUndefined();
  expect(pathOf(key, PLACE.api)).toBe(`${PLACE.api}/methods/${ID}`);
  expect(pathOf('basis6', PLACE.api)).toBe('/methods/basis6');
  expect(within({ method: METHOD })).toBe(METHOD);
  expect(within(METHOD)).toBe(METHOD);
  expect(fileName('Große Runde, überall!')).toBe('gro-e-runde-uberall.json');
});

/** A house that finds nothing wrong. */
function content() {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', (_: string, { body }: { body: string }) => {
    sent.push(JSON.parse(body));
    return Promise.resolve(Response.json({ problems: [] }));
  });
  return sent;
}

async function laid(): Promise<Workbench> {
  await begin(PLACE, ID, METHOD, 3);
  const bench = new Workbench(PLACE, ID);
  await vi.waitFor(() => expect(bench.fresh).toBe(true));
  return bench;
}

test('every change can be taken back and done again', async () => {
  content();
  const bench = await laid();
  bench.change({ ...METHOD, size_max: 6 }, 'size_max');
  bench.change({ ...METHOD, size_max: 5 }, 'size_max');
  bench.change({ ...METHOD, size_max: 5, online_ok: false }, 'online_ok');

  bench.undo();
  expect(bench.method).toEqual({ ...METHOD, size_max: 5 });
  bench.undo();
  expect([bench.method, bench.mayUndo, bench.mayRedo]).toEqual([METHOD, false, true]);
  bench.redo();
  bench.redo();
  expect(bench.method?.online_ok).toBe(false);
});

test('what is written is kept on the device until it is published or thrown away', async () => {
  content();
  const bench = await laid();
  bench.change({ ...METHOD, size_max: 6 }, 'size_max');
  await bench.keepNow();

  const again = new Workbench(PLACE, ID);
  await vi.waitFor(() => expect(again.method?.size_max).toBe(6));
  expect(again.after).toBe(3);
  expect(await begun(PLACE)).toEqual({ [ID]: 'Basis' });
  await throwAway(PLACE, ID);
  expect(await begun(PLACE)).toEqual({});
});

test('what is published follows the version that was edited', async () => {
  const sent = content();
  const bench = await laid();
  bench.follow(4);
  await bench.publish();

  expect(sent.at(-1)).toEqual({ method: METHOD, after: 4 });
  expect(await begun(PLACE)).toEqual({});
});
