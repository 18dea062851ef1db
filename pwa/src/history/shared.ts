/** What another app shared, as it stands behind the # of the page, and how it becomes a case. */

/** The longest title that a case can have, and the longest question. */
const TITLE = 200;
const QUESTION = 4_000;
/** A shared text of one line up to this long is a question; the first words of a longer one make the title. */
const SHORT = 60;

export interface SharedCase {
  title: string;
  question: string;
}

const line = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Cuts a text after a whole word. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = text.slice(0, most - 1);
  return `${head.slice(0, Math.max(head.lastIndexOf(' '), most / 2)).trim()}…`;
}

/** The case in what was shared; undefined when nothing was. */
export function sharedCase(hash: string): SharedCase | undefined {
  const shared = new URLSearchParams(hash.slice(1));
  const text = [shared.get('text'), shared.get('url')]
    .filter((part) => part?.trim())
    .join('\n')
    .trim();
  const title = line(shared.get('title') ?? '');
  if (!title && !text) return undefined;
  return { title: cut(title || cut(line(text), SHORT), TITLE), question: text.slice(0, QUESTION) };
}
