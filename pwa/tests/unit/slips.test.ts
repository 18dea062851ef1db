import { expect, test } from 'vitest';
import { slipsIn } from '../../src/store/slips.ts';

/** A storage that takes what it can, and refuses from when it is told to. */
class Refusing {
  kept = new Map<string, string>();
  full = false;
  getItem = (name: string) => this.kept.get(name) ?? null;
  removeItem = (name: string) => void this.kept.delete(name);
  clear = () => {
    this.kept.clear();
  };
  setItem(name: string, text: string): void {
    if (this.full) throw new DOMException('full', 'QuotaExceededError');
    this.kept.set(name, text);
  }
}

const forbidden = (): Storage => {
  throw new DOMException('forbidden', 'SecurityError');
};

const over = (storage: Refusing) => slipsIn(() => storage as unknown as Storage);

test('a slip is kept until it is thrown away', () => {
  const storage = new Refusing();
  const slips = over(storage);

  slips.write('theme', 'dark');
  expect(over(storage).read('theme')).toBe('dark');

  slips.write('theme', null);
  expect(slips.read('theme')).toBeNull();
});

test('where storage is forbidden a slip lasts as long as the page', () => {
  const slips = slipsIn(forbidden);

  slips.write('way', '/groups');
  expect(slips.read('way')).toBe('/groups');
  expect(slipsIn(forbidden).read('way')).toBeNull();

  slips.write('way', null);
  expect(slips.read('way')).toBeNull();
});

test('on a full device the last that was written counts, and not what was kept before', () => {
  const storage = new Refusing();
  const slips = over(storage);
  slips.write('language', 'nl');
  storage.full = true;

  slips.write('language', 'de');
  expect(slips.read('language')).toBe('de');

  storage.full = false;
  slips.write('language', 'en');
  expect([slips.read('language'), over(storage).read('language')]).toEqual(['en', 'en']);
});

test('throwing all away takes what was kept and what was not', () => {
  const storage = new Refusing();
  const slips = over(storage);
  slips.write('kept', 'yes');
  storage.full = true;
  slips.write('unkept', 'yes');

  slips.throwAllAway();
  expect([slips.read('kept'), slips.read('unkept')]).toEqual([null, null]);
  expect(() => {
    slipsIn(forbidden).throwAllAway();
  }).not.toThrow();
});
