/** The mailed code as people read and type it: eight characters in two groups. */

export const CODE_LENGTH = 8;

/** A code without what people add to it: spaces, dashes, small letters, a whole link around it. */
export function bare(typed: string): string {
  const code = typed.includes('#') ? (typed.split('#').at(-1) ?? '') : typed;
  return code
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, CODE_LENGTH);
}

/** A code in two groups of four, as it stands in the mail: `7K4M-QX2P`. */
export const grouped = (code: string): string => code.replace(/^(.{4})(?=.)/, '$1-');
