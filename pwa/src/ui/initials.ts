/** Two letters for a name: of its first and last word, or the first two. */
export function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  const first = Array.from(parts[0] ?? '');
  const last = parts.length > 1 ? Array.from(parts.at(-1) ?? '')[0] : first[1];
  return `${first[0] ?? ''}${last ?? ''}`.toLocaleUpperCase();
}
