/** Finds words by which somebody may be recognised, on this device alone: a hint for the writer, never a block. */

export type Sign = 'name' | 'birth' | 'number' | 'phone' | 'mail';

export interface Found {
  sign: Sign;
  text: string;
  start: number;
}

const MAIL = /[\p{L}\d][\p{L}\d._%+-]*@[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.\p{L}{2,}/gu;

/** Nine digits, bare or in groups, that are not part of a longer number. */
const NINE = /(?<![\d.,+-])\d(?:[ .-]?\d){8}(?![\d]|[.,-]\d)/g;

const PHONE =
  /(?<![\d.,/-])(?:(?:\+|00)[1-9]\d{0,2}[ .-]?(?:\(0\)[ ]?)?|\(?0[1-9])\d{0,4}\)?(?:[ ./-]{0,3}\d{1,4}){2,6}(?![\d]|[.,/-]\d)/g;
const DATE_FIRST = /^\d{1,2}[-./]\d{1,2}[-./](?:19|20)?\d{2}(?!\d)/;

const MONTH =
  'jan(?:uar[iy])?|januari|feb(?:ruar[iy])?|februari|maart|mrt|march|mar|märz|apr(?:il)?|mei|may|mai|jun[ie]?|jul[iy]?|aug(?:ust(?:us)?)?|sep(?:t(?:ember)?)?|o[kc]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?';
const DATE = new RegExp(
  String.raw`(?<![\d.,/-])(?:\d{1,2}[-./]\d{1,2}[-./](\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2}\.? (?:${MONTH})\.?,? (\d{4}))(?!\d|[-./]\d)`,
  'giu',
);
const BORN =
  /(?:geboren|geboortedatum|geb\.|born|date of birth|birth ?day|DOB|geburtsdatum|geburtstag|verjaardag|jarig)[^.!?]{0,25}$/iu;
/** A full date so many years ago is more often a birth than a meeting. */
const YEARS = 10;

const PARTICLES =
  "(?:(?:[Vv]an|[Dd]e|[Dd]er|[Dd]en|[Tt]en|[Tt]er|[Tt]e|[Vv]on|[Zz]u|[Zz]um|[Ee]l|[Aa]l|[Dd]i|[Dd]a|[Dd]os|[Ii]n|'t|’t|[Oo]p|[Ll]a|[Ll]e)\\s+){0,3}";
const ONE = String.raw`(?:\p{Lu}['’])?\p{Lu}[\p{Ll}\p{M}]+`;
const SURNAME = `${ONE}(?:-${PARTICLES}${ONE})?`;
const TITLES = [
  String.raw`[Mm]evrouw|[Mm]evr\.?|[Mm]w\.?|[Mm]eneer|[Mm]ijnheer|[Dd]hr\.?|[Dd]e heer|[Jj]uffrouw|[Jj]uf`,
  String.raw`Frau|Fr\.|Herrn?|Hr\.`,
  String.raw`Mr\.?|Mrs\.?|Ms\.?|Miss|Mx\.?`,
].join('|');
const NAMED = new RegExp(
  String.raw`(?<![\p{L}\p{M}])(?:${TITLES})\s+(?:[Dd]r\.?\s+|[Pp]rof\.?\s+)?${PARTICLES}(${SURNAME})(?![\p{L}\p{M}])`,
  'gu',
);
/** Titles and roles that are written with a capital: they name nobody. */
const ROLES = new Set(
  'Arzt Ärztin Chef Chefin Direktor Direktorin Doktor Dozent Dozentin Kollege Kollegen Kollegin Lehrer Lehrerin Leiter Leiterin Minister Mutter Nachbar Nachbarin Pfarrer Pfarrerin Präsident Professor Professorin Rektor Rektorin Schulleiter Schulleiterin Vater Vorsitzende Vorsitzender Chairman Chair President Speaker Director Doctor Teacher'.split(
    ' ',
  ),
);

/** Whether nine digits are a Dutch citizen service number, by its own check. */
export function isServiceNumber(digits: string): boolean {
  if (!/^\d{9}$/.test(digits) || /^(\d)\1*$/.test(digits)) return false;
  const sum = Array.from(digits).reduce(
    (total, digit, index) => total + Number(digit) * (index === 8 ? -1 : 9 - index),
    0,
  );
  return sum % 11 === 0;
}

function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  return digits >= 9 && digits <= 15 && !DATE_FIRST.test(text);
}

function isBirth(date: string, before: string, year: number): boolean {
  if (BORN.test(before)) return true;
  const written = /(?:^|\D)((?:19|20)\d{2})(?:\D|$)/.exec(date)?.[1];
  if (!written) return false;
  const age = year - Number(written);
  return age >= YEARS && age <= 110;
}

const matches = (text: string, pattern: RegExp, sign: Sign): Found[] =>
  [...text.matchAll(pattern)].map((match) => ({ sign, text: match[0], start: match.index }));

const overlaps = (one: Found, other: Found) =>
  one.start < other.start + other.text.length && other.start < one.start + one.text.length;

/** What in a text may lead to a person, in the order in which it stands there; `year` is this year. */
export function identifying(text: string, year: number): Found[] {
  const candidates = [
    ...matches(text, MAIL, 'mail'),
    ...matches(text, DATE, 'birth').filter(({ text: date, start }) =>
      isBirth(date, text.slice(0, start), year),
    ),
    ...matches(text, NINE, 'number').filter(({ text: digits }) =>
      isServiceNumber(digits.replace(/\D/g, '')),
    ),
    ...matches(text, PHONE, 'phone').filter(({ text: number }) => isPhone(number)),
    ...[...text.matchAll(NAMED)]
      .filter(([, surname]) => !ROLES.has(surname ?? ''))
      .map((match) => ({ sign: 'name' as const, text: match[0], start: match.index })),
  ];
  const kept: Found[] = [];
  for (const each of candidates) if (!kept.some((known) => overlaps(known, each))) kept.push(each);
  return kept.sort((one, other) => one.start - other.start);
}

/** The text with every place of some words taken by others. */
export const replaced = (text: string, words: string, by: string): string =>
  text.split(words).join(by);
