/** A form begins with what the house knows, and never takes away what somebody typed. */
import { expect, test } from 'vitest';
import { Prefilled } from '../../src/ui/prefilled.svelte.ts';

const form = () => new Prefilled({ name: '', days: ['monday'] });

test('what nobody changed follows what the house knows', () => {
  const it = form();
  it.follow({ name: 'Noor', days: ['friday'] });

  expect(it.fields).toEqual({ name: 'Noor', days: ['friday'] });
  expect(it.changed).toBe(false);
});

test('an answer that comes after the first letter takes no letter away', () => {
  const it = form();
  it.fields.name = 'N';
  it.follow({ name: 'Bas', days: ['friday'] });
  it.follow({ name: 'Bas', days: ['sunday'] });

  expect(it.fields).toEqual({ name: 'N', days: ['sunday'] });
  expect(it.changed).toBe(true);
});

test('as long as the house has said nothing, nothing happens', () => {
  const it = form();
  it.follow(undefined);

  expect(it.fields).toEqual({ name: '', days: ['monday'] });
});

test('what was told becomes what the house made of it, and what was typed meanwhile stays', () => {
  const it = form();
  it.fields.name = ' Noor ';
  const sent = it.written;
  it.fields.days = ['sunday'];
  it.follow(sent);
  it.follow({ name: 'Noor', days: ['monday'] });

  expect(sent).toEqual({ name: ' Noor ', days: ['monday'] });
  expect(it.fields).toEqual({ name: 'Noor', days: ['sunday'] });
});
