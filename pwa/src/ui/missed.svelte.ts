/** Why something failed whose sheet was closed meanwhile: nothing on the screen would tell. */

let fault = $state.raw<unknown>();

export const missed = (): unknown => fault;

/** Tells a fault above whatever screen there is; undefined when it was read. */
export const tellMissed = (reason: unknown): void => void (fault = reason);
