/** Kring as an app among others: how it gets to the first screen, and what other apps share with it. */
import { expect, test } from 'vitest';
import { sharedCase } from '../../src/history/shared.ts';
import { wayOf } from '../../src/install/way.ts';
import { placeOf } from '../../src/sw/sharing.ts';

const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15';
const ANDROID = 'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Firefox/140.0';

function shared(parts: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(parts)) form.set(name, value);
  return form;
}

test('where the browser offers to install one tap is enough, and elsewhere it is explained', () => {
  expect(wayOf(ANDROID, 5, true)).toBe('tap');
  expect(wayOf(ANDROID, 5, false)).toBe('android');
  expect(wayOf(IPHONE, 5, false)).toBe('ios');
  expect(wayOf(MAC, 5, false)).toBe('ios');
  expect(wayOf(MAC, 0, false)).toBe('none');
});

test('what is shared stands behind the number sign, where no server looks', () => {
  const place = placeOf(shared({ title: 'Rooster & rust', text: 'Hoe #nu verder?', odd: 'x' }));

  expect(place.startsWith('/prepare#')).toBe(true);
  expect(new URL(place, 'https://kring.example').search).toBe('');
  expect(sharedCase(new URL(place, 'https://kring.example').hash)).toEqual({
    title: 'Rooster & rust',
    question: 'Hoe #nu verder?',
  });
});

test('a text without a title gets its first words as one, and all of it stays', () => {
  const long = 'Ik loop al weken vast met een ouder die elke afspraak verzet. '.repeat(3).trim();

  const found = sharedCase(`#${new URLSearchParams({ text: long }).toString()}`);

  expect(found?.question).toBe(long);
  expect(found?.title).toMatch(/^Ik loop al weken vast/);
  expect(found?.title.length).toBeLessThanOrEqual(60);
});

test('where nothing was shared there is no case', () => {
  expect(sharedCase('')).toBeUndefined();
  expect(sharedCase('#main')).toBeUndefined();
  expect(sharedCase('#text=%20')).toBeUndefined();
});
