/** A code as the house knows it, however somebody wrote it. */
export const plain = (code: string): string => code.replaceAll(/[^0-9a-z]/gi, '').toUpperCase();

/** A code in groups of four, as it stands on the certificate. */
export const shown = (code: string): string =>
  plain(code)
    .match(/.{1,4}/g)
    ?.join('-') ?? '';
