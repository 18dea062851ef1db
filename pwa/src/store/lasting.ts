/** Asks the browser to keep what this device stores, also when space runs low. */

const ASKED = 'kring-asked-to-last';

/** Asks once on a device; the answer changes nothing, because all is kept as long as it can be. */
export function askToLast(): void {
  if (localStorage.getItem(ASKED)) return;
  localStorage.setItem(ASKED, 'yes');
  navigator.storage.persist().catch(() => undefined);
}
