/**
 * Slips: small notes by name, on this device or in this tab only.
 *
 * A browser may keep nothing, because it is full or was told so. That is no fault of anybody: a slip then
 * lasts as long as the page.
 */

export interface Slips {
  read(name: string): string | null;
  /** Writes a slip over the one of that name; null throws it away. */
  write(name: string, text: string | null): void;
  throwAllAway(): void;
}

/** Slips in a storage; it is a function because a browser may refuse already when it is named. */
export function slipsIn(storage: () => Storage): Slips {
  const unkept = new Map<string, string>();
  return {
    read(name) {
      const here = unkept.get(name);
      if (here !== undefined) return here;
      try {
        return storage().getItem(name);
      } catch {
        return null;
      }
    },
    write(name, text) {
      unkept.delete(name);
      try {
        if (text === null) storage().removeItem(name);
        else storage().setItem(name, text);
      } catch {
        if (text !== null) unkept.set(name, text);
      }
    },
    throwAllAway() {
      unkept.clear();
      try {
        storage().clear();
      } catch {
        // Nothing was kept.
      }
    },
  };
}

export const onDevice = slipsIn(() => localStorage);
export const inTab = slipsIn(() => sessionStorage);
