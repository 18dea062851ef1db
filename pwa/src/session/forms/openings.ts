/** Openings of a question that can be worked on: they put the one who asks into it. */

/** The question with an opening in front; another opening takes the place of the one that was chosen before. */
export function begun(question: string, opening: string, openings: string[]): string {
  const written = question.trim();
  const before = openings.find((each) => written.toLowerCase().startsWith(each.toLowerCase()));
  const rest = (before ? written.slice(before.length) : written).trim();
  return `${opening} ${rest && !before ? rest.charAt(0).toLowerCase() + rest.slice(1) : rest}`;
}
