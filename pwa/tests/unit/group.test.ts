/** A group as its form writes it down, and as the API takes it. */
import { expect, test } from 'vitest';
import { EMPTY, formOf, isGuided } from '../../src/group/drafted.ts';
import { parse } from '../../src/router.svelte.ts';

const DRAFTED = { ...EMPTY, name: '  Team Noord ', purpose: ' ', myName: ' Anna ' };

test('figures that were chosen as text go to the API as figures, and what is empty stays away', () => {
  expect(formOf({ ...DRAFTED, weeks: '6', largest: '12' }, 'nl', false)).toEqual({
    name: 'Team Noord',
    my_name: 'Anna',
    my_role: 'member',
    language: 'nl',
    rhythm: { weeks: 6, minutes: 90 },
    size: { smallest: 4, largest: 12 },
    method: 'basis6',
    advice_mode: 'round',
    facilitation: 'self_guided',
  });
});

test('only in a guided group can its maker be the guide, and who is known gives no name', () => {
  const guided = { ...DRAFTED, facilitation: 'external' as const, guide: 'yes' };

  expect(isGuided('external')).toBe(true);
  expect(formOf(guided, 'nl', true)).toMatchObject({ my_role: 'facilitator' });
  expect(formOf({ ...guided, facilitation: 'rotating_peer' }, 'nl', true)).toMatchObject({
    my_role: 'member',
  });
  expect(formOf(guided, 'nl', true)).not.toHaveProperty('my_name');
});

test('a programme goes only with the organisation whose it is', () => {
  const form = formOf({ ...DRAFTED, organisation: '', programme: 'left over' }, 'nl', true);

  expect(form).not.toHaveProperty('organisation');
  expect(form).not.toHaveProperty('programme');
});

test('every page of a group has an address, and nothing else does', () => {
  const group = '01900000-0000-7000-8000-000000000001';
  for (const part of ['agreement', 'belonging', 'expectations', 'relations', 'rules'])
    expect(parse(`/g/${group}/${part}`)).toEqual({ name: part, group });
  expect(parse(`/g/${group}/secrets`)).toEqual({ name: 'unknown' });
});
