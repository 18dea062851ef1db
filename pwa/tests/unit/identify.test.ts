/** Words by which somebody may be recognised: found in three languages, and seldom where there are none. */
import { expect, test } from 'vitest';
import { identifying, isServiceNumber, replaced } from '../../src/privacy/identify.ts';

const signs = (text: string) => identifying(text, 2026).map(({ sign, text }) => [sign, text]);

test.each([
  ['Ik sprak mevrouw De Vries aan.', 'name', 'mevrouw De Vries'],
  ['Toen kwam dhr. van der Berg binnen', 'name', 'dhr. van der Berg'],
  ['De heer El Amrani belde.', 'name', 'De heer El Amrani'],
  ['Mw. Jansen-de Boer wilde dat niet', 'name', 'Mw. Jansen-de Boer'],
  ["Meneer 't Hart zweeg", 'name', "Meneer 't Hart"],
  ['Frau Müller war laut.', 'name', 'Frau Müller'],
  ['Ich habe mit Herrn von Stetten gesprochen', 'name', 'Herrn von Stetten'],
  ['Frau Dr. Özdemir rief an', 'name', 'Frau Dr. Özdemir'],
  ['Then Mrs Smith left', 'name', 'Mrs Smith'],
  ["I told Mr. O'Brien", 'name', "Mr. O'Brien"],
  ['Hij is geboren op 3-4-2019 en', 'birth', '3-4-2019'],
  ['zij (geb. 3 maart 1998) kwam', 'birth', '3 maart 1998'],
  ['born 03/04/15 in Leeds', 'birth', '03/04/15'],
  ['Sie ist am 12.11.1984 geboren', 'birth', '12.11.1984'],
  ['een leerling van 1-2-2012', 'birth', '1-2-2012'],
  ['zijn nummer is 123456782.', 'number', '123456782'],
  ['BSN 1234.56.782', 'number', '1234.56.782'],
  ['bel 06-12345678', 'phone', '06-12345678'],
  ['of 020 123 45 67 na vijven', 'phone', '020 123 45 67'],
  ['+31 6 1234 5678', 'phone', '+31 6 1234 5678'],
  ['unter 0151/23456789 erreichbar', 'phone', '0151/23456789'],
  ['Tel. (030) 1234567', 'phone', '(030) 1234567'],
  ['call +44 20 7946 0958', 'phone', '+44 20 7946 0958'],
  ['mail naar a.de-vries@zorg.example.nl', 'mail', 'a.de-vries@zorg.example.nl'],
])('%s', (text, sign, found) => {
  expect(signs(text)).toEqual([[sign, found]]);
});

test.each([
  'De moeder van een leerling van 14 belde om 09.30 uur.',
  'We zien elkaar op 12-3-2026 om 14.00 uur weer.',
  'In 2024-2025 hadden we 28 leerlingen en 3 groepen.',
  'Mevrouw. Daarna ging ik weg.',
  'Tegen mevrouw X zei ik niets, en meneer B. ook niet.',
  'Ik vroeg het de meneer van de receptie en de mevrouw die er zat.',
  'Wat maakt dat ik 100.000.000 dingen tegelijk wil?',
  'Het kost € 1.250.000,00 per jaar, 12,5 % meer.',
  'Artikel 7.658, lid 2, en pagina 123-125.',
  'Vergadering 01-02-2026 10:00 tot 11:30.',
  'Die Frau Professorin und Herr Kollege waren dabei.',
  'Eine Frau kam herein, und ein Herr auch.',
  'Am 3. März 2026 treffen wir uns um 10 Uhr.',
  'I miss You and Miss it all the same.',
  'The mister asked 3 questions in 45 minutes.',
  'We had 123456789 reasons.',
  'Sinds 3 mei 2021 werk ik hier.',
  'Kamer 0.12, verdieping 3, lokaal 204.',
])('nothing in: %s', (text) => {
  expect(signs(text)).toEqual([]);
});

test('a service number has a check of its own', () => {
  expect(isServiceNumber('111222333')).toBe(true);
  expect(isServiceNumber('123456789')).toBe(false);
  expect(isServiceNumber('000000000')).toBe(false);
  expect(isServiceNumber('12345678')).toBe(false);
});

test('several are told in their order, each once', () => {
  expect(signs('Mail j.smit@school.nl of bel mevrouw Smit, 06 12 34 56 78.')).toEqual([
    ['mail', 'j.smit@school.nl'],
    ['name', 'mevrouw Smit'],
    ['phone', '06 12 34 56 78'],
  ]);
});

test('a role takes every place of a name', () => {
  expect(replaced('mevrouw Smit zei dat mevrouw Smit kwam', 'mevrouw Smit', 'de moeder')).toBe(
    'de moeder zei dat de moeder kwam',
  );
});

test('a long text is read in a moment', () => {
  const long = 'Ik vroeg me af wat er zou gebeuren als 06 en 2024 en Frau zonder naam. '.repeat(60);
  const before = performance.now();
  identifying(long, 2026);
  expect(performance.now() - before).toBeLessThan(200);
});
