/** A code in groups of four, as it stands on the certificate. */
export const shown = (code: string): string => code.match(/.{1,4}/g)?.join('-') ?? code;
